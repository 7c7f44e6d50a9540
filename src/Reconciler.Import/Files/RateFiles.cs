using System.Globalization;
using CsvHelper;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Import.Bytes;
using Reconciler.Import.Spelling;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Files;

/// <summary>A file of published rates is wrong. The message names file, line and column.</summary>
public sealed class RateFileException : Exception
{
    public RateFileException(string message)
        : base(message)
    {
    }

    public RateFileException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public RateFileException()
    {
    }
}

/// <summary>Reads the wallets' published rates: <c>config/rates/*.csv</c>, UTF-8, with the columns <c>wallet,day,original,wallet_currency,rate</c> in any order.</summary>
public static class RateFiles
{
    private const int FirstYear = 1970;
    private const int LastYear = 2200;

    private static readonly string[] Columns = ["wallet", "day", "original", "wallet_currency", "rate"];

    /// <summary>SHA-256 over the folder's files: another one means that rates may have changed.</summary>
    public static string Sha256(string folder) => ShortHash.Sha256(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Files(folder).Select(InputFile.Sha256))));

    /// <summary>All rates of the folder; an empty table when the folder is missing.</summary>
    /// <exception cref="RateFileException">A file, line or column is wrong, or two lines give one rate differently.</exception>
    public static RateTable Load(string folder)
    {
        var rates = new Dictionary<(string, DateOnly, Currency, Currency), (decimal Rate, string Where)>();
        var published = new List<PublishedRate>();
        foreach (var path in Files(folder))
        {
            foreach (var (rate, where) in Read(path))
            {
                var key = (rate.Wallet, rate.Day, rate.Original, rate.WalletCurrency);
                if (rates.TryGetValue(key, out var earlier))
                {
                    if (earlier.Rate != rate.Rate)
                    {
                        throw new RateFileException($"{where}: rate differs from the one for the same wallet, day and currencies in {earlier.Where}. Remove one.");
                    }

                    continue;
                }

                rates.Add(key, (rate.Rate, where));
                published.Add(rate);
            }
        }

        return new RateTable(published);
    }

    private static IEnumerable<(PublishedRate Rate, string Where)> Read(string path)
    {
        var file = Path.GetFileName(path);
        using var stream = Open(path);
        using var csv = CsvReader.Create(stream, new CsvReaderOptions { Separator = ',', HasHeader = false, TrackLineNumbers = true });
        if (!csv.Read())
        {
            yield break;
        }

        var header = Enumerable.Range(0, csv.FieldCount).Select(i => HeaderNames.Clean(csv.GetString(i)).ToString().ToLowerInvariant()).ToArray();
        var at = Array.ConvertAll(Columns, column => Array.IndexOf(header, column) is >= 0 and var i
            ? i
            : throw new RateFileException($"{file}:1: the column {column} is missing. The columns are {string.Join(", ", Columns)}."));
        if (Columns.FirstOrDefault(column => header.Count(name => name == column) > 1) is { } twice)
        {
            throw new RateFileException($"{file}:1: the column {twice} stands there twice. Once is allowed.");
        }

        while (csv.Read())
        {
            if (Enumerable.Range(0, csv.FieldCount).All(i => string.IsNullOrWhiteSpace(csv.GetString(i))))
            {
                continue;
            }

            var where = string.Create(CultureInfo.InvariantCulture, $"{file}:{csv.LineNumber}");
            if (Enumerable.Range(0, csv.FieldCount).Skip(header.Length).Any(i => !string.IsNullOrWhiteSpace(csv.GetString(i))))
            {
                throw new RateFileException(string.Create(CultureInfo.InvariantCulture, $"{where}: has {csv.FieldCount} fields under {header.Length} columns. A rate is written with a decimal point, such as 92.5130."));
            }

            yield return (One(Array.ConvertAll(at, i => csv.GetString(i).Trim()), where), where);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return InputFile.Open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RateFileException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static PublishedRate One(string[] cells, string where)
    {
        RateFileException Wrong(int column, string why) => new($"{where}: {Columns[column]}: \"{cells[column]}\" {why}");
        return cells[0].Length == 0 ? throw Wrong(0, "is empty; the wallet's name is needed, as entries have it.")
            : !DateOnly.TryParseExact(cells[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < FirstYear or > LastYear ? throw Wrong(1, "is not a day written like 2026-05-06, from 1970 to 2200.")
            : !Currency.TryParse(cells[2], out var original) ? throw Wrong(2, Currency.WhyNot(cells[2]))
            : !Currency.TryParse(cells[3], out var walletCurrency) ? throw Wrong(3, Currency.WhyNot(cells[3]))
            : walletCurrency == original ? throw Wrong(3, "is the original currency too; a rate leads from one currency to another.")
            : !AmountText.TryRead(cells[4], '.', out var rate, out var word) || word.Length > 0 || rate <= 0 ? throw Wrong(4, "is not a rate above zero with a decimal point, such as 92.5130: wallet units for one original unit.")
            : new PublishedRate(cells[0], day, original, walletCurrency, rate);
    }

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal) : [];
}
