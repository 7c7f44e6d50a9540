using System.Globalization;

namespace Reconciler.Import.Bytes;

/// <summary>How much one input file may hold. What goes beyond is refused with a message, never cut off silently.</summary>
public sealed record ImportLimits
{
    /// <summary>Largest file that is read, in bytes; 1 to 2,000,000,000. Of a workbook also what it holds when unpacked, and the characters of all its rows together. Default 256 MiB.</summary>
    public long MaxFileBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Most data rows that are read of one file. Default 5,000,000.</summary>
    public int MaxRows { get; init; } = 5_000_000;

    /// <summary>Longest row, in bytes of UTF-8; longer ones are rejected. Default 1 MiB.</summary>
    public int MaxRowBytes { get; init; } = 1024 * 1024;

    /// <summary>The longest time that reading one file may take. Default 5 minutes.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most memory that the program may hold while it reads one file, in bytes. Default 2 GiB.</summary>
    public long MaxMemoryBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Most lines that one order may be spread over. Default 10,000.</summary>
    public int MaxRowsPerRecord { get; init; } = 10_000;

    /// <summary>Most sheets of a workbook. Default 2,000.</summary>
    public int MaxSheets { get; init; } = 2_000;

    /// <summary>Most cells of a workbook, rows times columns, empty ones too. Default 200,000,000.</summary>
    public long MaxCells { get; init; } = 200_000_000;

    /// <summary>Longest web page, in characters: it is held in memory. Default 32 Mi.</summary>
    public int MaxPageCharacters { get; init; } = 32 * 1024 * 1024;

    internal string TooLarge(long bytes) => string.Create(
        CultureInfo.InvariantCulture, $"It has {bytes:N0} bytes; at most {MaxFileBytes:N0} are read. Export a shorter time, or raise Import:MaxFileMegabytes.");
}
