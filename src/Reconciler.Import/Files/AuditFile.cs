using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Import.Bytes;

namespace Reconciler.Import.Files;

/// <summary>Reads an audit that <c>export audit</c> wrote, as csv or json, so that it can be verified without the store.</summary>
public static class AuditFile
{
    private static readonly string[] Columns = ["seq", "at", "actor", "action", "subject", "details", "previous_hash", "hash"];

    /// <exception cref="InvalidDataException">The file is no exported audit. The message says what is missing or wrong.</exception>
    public static IEnumerable<AuditRecord> Read(string path) =>
        Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? ReadJson(path) : ReadCsv(path);

    private static IEnumerable<AuditRecord> ReadCsv(string path)
    {
        using var stream = InputFile.Open(path);
        using var csv = CsvReader.Create(stream, new CsvReaderOptions { Separator = ',', HasHeader = true, AllowLineBreaksInQuotes = true });
        int[]? at = null;
        while (csv.Read())
        {
            at ??= Array.ConvertAll(Columns, column => csv.TryGetFieldIndex(column, out var index) ? index : throw Missing(path, column));
            yield return One(path, Array.ConvertAll(at, i => SpreadsheetText.Unguarded(csv.GetString(i))));
        }

        if (at is null)
        {
            throw new InvalidDataException($"{path} holds no audit records. Export one with: reconciler export audit --out FILE");
        }
    }

    private static IEnumerable<AuditRecord> ReadJson(string path)
    {
        using var stream = InputFile.Open(path);
        using var json = Parse(path, stream);
        foreach (var item in json.RootElement.EnumerateArray())
        {
            yield return One(path, Array.ConvertAll(Columns, column => item.TryGetProperty(column, out var value) ? value.ToString() : throw Missing(path, column)));
        }
    }

    private static JsonDocument Parse(string path, Stream stream)
    {
        try
        {
            return JsonDocument.Parse(stream) is { RootElement.ValueKind: JsonValueKind.Array } json ? json : throw new InvalidDataException($"{path} is no array of audit records.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is no well-formed JSON: {e.Message}", e);
        }
    }

    private static AuditRecord One(string path, string[] cells) =>
        long.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
        && DateTime.TryParse(cells[1], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at)
            ? new AuditRecord(seq, at, cells[2], cells[3], cells[4], cells[5], cells[6], cells[7])
            : throw new InvalidDataException($"{path}: '{cells[0]}', '{cells[1]}' are no number and time of an audit record.");

    private static InvalidDataException Missing(string path, string column) => new($"{path} is no exported audit: the column {column} is missing.");
}
