using System.Runtime.InteropServices;

namespace Reconciler.Store;

/// <summary>
/// The functions of SQLite that are called for every column of every row, past the safe handles of the client library: those cost more than the functions themselves.
/// A handle given here is kept alive by its owner, <see cref="SqliteStatement"/>.
/// </summary>
/// <remarks>Source: https://www.sqlite.org/c3ref/funclist.html. None of them waits, calls back or takes longer than a moment, save for step and reset, which are called as usual.</remarks>
internal static unsafe partial class SqliteCalls
{
    /// <summary>The type of a column that holds a number, or bytes.</summary>
    public const int Integer = 1, Blob = 4;

    /// <summary>The type of a column that is empty.</summary>
    public const int Null = 5;

    // The library that the client library has loaded.
    private const string Library = "e_sqlite3";

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Reset(nint statement);

    /// <summary>Binds a number.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Bind(nint statement, int place, long number);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int BindNull(nint statement, int place);

    /// <summary>Binds text that stays where it is until the statement has run.</summary>
    /// <param name="destructor">0: the bytes are not copied.</param>
    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int BindText(nint statement, int place, byte* utf8, int count, nint destructor);

    /// <inheritdoc cref="BindText"/>
    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int BindBytes(nint statement, int place, byte* bytes, int count, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int TypeOf(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial long Number(nint statement, int column);

    /// <summary>Text in UTF-8, or a blob's bytes; null for an empty one.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_column_text")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial byte* Text(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial byte* Bytes(nint statement, int column);

    /// <summary>How many bytes the text or blob has; to be asked after it.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Count(nint statement, int column);
}
