namespace Reconciler.Core.Records;

/// <summary>A row, or a whole file, that could not be read: where, what stood there, and why, with the cure where one is known.</summary>
/// <param name="FileSha256">SHA-256 of the file's bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="FileName">The file's own name, without folders.</param>
/// <param name="Line">Counted from 1; 0 where the whole file is meant.</param>
/// <param name="Column">The column's or field's own name in the file, or empty where no single one is at fault.</param>
/// <param name="Text">What stood there.</param>
/// <param name="Why">What is wrong with it and what to do, as a clerk would say it.</param>
public sealed record RejectedRow(string FileSha256, string FileName, int Line, string Column, string Text, string Why);
