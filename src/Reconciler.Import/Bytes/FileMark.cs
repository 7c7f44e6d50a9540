using System.Runtime.InteropServices;

namespace Reconciler.Import.Bytes;

/// <summary>By what a file is known again: another file of its name, or the same one written to, has another mark.</summary>
/// <param name="Device">0 where the system does not tell, as <paramref name="Number"/>.</param>
/// <param name="Number">The file's own number on its device (inode).</param>
/// <param name="Names">How many names lead to it: more than one are hard links.</param>
/// <param name="ChangedTicks">When it, or one of its names, was changed last, which no program can set back; else when it was written.</param>
[StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct FileMark(ulong Device, ulong Number, long Bytes, int Names, long WrittenTicks, long ChangedTicks);
