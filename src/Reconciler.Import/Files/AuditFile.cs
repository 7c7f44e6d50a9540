using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Import.Bytes;

namespace Reconciler.Import.Files;

/// <summary>Reads an audit that <c>audit export</c> wrote as JSON lines, or <c>export audit</c> as csv or json, so that it can be verified without the store.</summary>
public static class AuditFile
{
    private static readonly string[] Columns = ["seq", "at", "actor", "action", "subject", "details", "previous_hash", "hash"];

    /// <exception cref="InvalidDataException">The file is no exported audit. The message says what is missing or wrong.</exception>
    public static IEnumerable<AuditRecord> Read(string path) => FirstByteOf(path) switch
    {
        '{' => ReadLines(path),
        '[' => ReadJson(path),
        _ => ReadCsv(path),
    };

    /// <summary>Whether a file looks like one of these.</summary>
    public static bool IsAudit(string path)
    {
        using var text = new StreamReader(InputFile.Open(path));
        return text.ReadLine() is { } first && (first.StartsWith("{\"seq\":", StringComparison.Ordinal) || first.StartsWith('[') || first.StartsWith(string.Join(',', Columns), StringComparison.Ordinal));
    }

    private static int FirstByteOf(string path)
    {
        using var stream = InputFile.Open(path);
        return stream.ReadByte();
    }

    /// <summary>Lines in the one form that they have: in another one somebody has written since.</summary>
    private static IEnumerable<AuditRecord> ReadLines(string path)
    {
        using var stream = InputFile.Open(path);
        using var text = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        var number = 0L;
        while (LineOf(text) is { } line)
        {
            number++;
            var record = ReadLine(path, line) is { } read && AuditJson.Write(read) + "\n" == line
                ? read
                : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}:{number}: this record is not as audit export writes it: it was changed, or cut off."));
            yield return record;
        }
    }

    /// <summary>The next line with its end; null behind the last.</summary>
    private static string? LineOf(StreamReader text)
    {
        var line = new StringBuilder();
        for (int c; (c = Next(text)) >= 0;)
        {
            line.Append((char)c);
            if (c == '\n')
            {
                break;
            }
        }

        return line.Length == 0 ? null : line.ToString();
    }

    private static int Next(StreamReader text)
    {
        try
        {
            return text.Read();
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("A record of the audit is no longer UTF-8: it was changed.", e);
        }
    }

    private static AuditRecord? ReadLine(string path, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Of(path, json.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static AuditRecord Of(string path, JsonElement item) =>
        One(path, Array.ConvertAll(Columns, column => item.TryGetProperty(column, out var value) ? value.ToString() : throw Missing(path, column)));

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
            yield return Of(path, item);
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
