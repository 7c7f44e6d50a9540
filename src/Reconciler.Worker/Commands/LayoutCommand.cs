using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.Import.Bytes;
using Reconciler.Import.Files;
using Reconciler.Import.Guess;
using Reconciler.Import.Layouts;
using Reconciler.Import.Reading;
using Reconciler.Import.Spelling;

namespace Reconciler.Worker.Commands;

/// <summary><c>layout guess</c> and <c>layout test</c>: from an unknown file to a layout, and from a layout to what it reads.</summary>
internal static class LayoutCommand
{
    private const int Shown = 10;
    private const int WidestRaw = 400;

    /// <summary>The layout goes to standard output, what is uncertain in it and what it asks to standard error.</summary>
    public static Task<int> Guess(CommandContext context, string file, string? name)
    {
        MustBeThere(file);
        var limits = context.Place.Settings.Import.ToLimits();
        if (LayoutOf(context, file, limits) is { } known)
        {
            Console.Error.WriteLine($"{known} reads this file already; what follows is a guess beside it.");
        }

        var guess = LayoutGuess.Of(file, name, limits);
        context.Output.Write(guess.Json);
        foreach (var note in guess.Notes)
        {
            Console.Error.WriteLine(note);
        }

        foreach (var ask in guess.Asks)
        {
            Console.Error.WriteLine($"Asks {ask}");
        }

        Console.Error.WriteLine($"Save it as config/layouts/{guess.Name}.json, {(guess.Asks.Count > 0 ? "answer what stands under \"ask\" and remove that key, " : "")}then look at it with: reconciler layout test {guess.Name} {file}");
        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>The first rows as they stand and as they are read, the first rejected ones with their reasons, and the counts.</summary>
    public static Task<int> Test(CommandContext context, string name, string file, CancellationToken stop)
    {
        MustBeThere(file);
        var layouts = Layouts(context);
        if (layouts.Find(name) is null)
        {
            throw new UnknownNameException($"There is no layout {name}. Those that there are lie in config/layouts, a file each.");
        }

        var limits = context.Place.Settings.Import.ToLimits();
        var reader = new FileReader(layouts, limits);
        var budget = new FileBudget(limits, stop);
        var identified = reader.Identify(file, name, budget);
        if (identified is Identification.Unknown(var why))
        {
            throw new UnknownNameException($"{Path.GetFileName(file)}: {why}");
        }

        var layout = ((Identification.Known)identified).Layout;
        var (records, rejected, rows, rejectedRows, passed) = (0, 0, 0L, 0L, 0L);
        var refusals = new List<RejectedRow>();
        foreach (var outcome in reader.Read(file, layout, null, InputFile.Sha256(file), Path.GetFileName(file), budget))
        {
            if (outcome is RowOutcome.PassedOver passedOver)
            {
                passed += passedOver.Rows;
                continue;
            }

            rows += outcome.Rows;
            if (outcome is RowOutcome.Rejected { Row: var row })
            {
                rejected++;
                rejectedRows += outcome.Rows;
                if (refusals.Count < Shown)
                {
                    refusals.Add(row);
                }
            }
            else if (++records <= Shown)
            {
                Show(context.Output, outcome);
            }
        }

        foreach (var row in refusals)
        {
            context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rejected, line {row.Line}: {row.Column}"));
            context.Output.WriteLine($"  \"{Cut(row.Text)}\"");
            context.Output.WriteLine($"  {row.Why}");
        }

        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{layout.Name}: {rows} rows, {records} {(layout.Kind == LayoutKind.Statement ? "entries" : "orders")} read, {rejected} rejected ({rejectedRows} rows){(passed > 0 ? string.Create(CultureInfo.InvariantCulture, $", {passed} rows passed over") : "")}{(records > Shown ? $"; the first {Shown} are shown" : "")}"));
        return Task.FromResult(ExitCode.Done);
    }

    private static void Show(TextWriter output, RowOutcome outcome)
    {
        var (source, fields) = outcome switch
        {
            RowOutcome.ReadEntry(var e, _) => (e.Source, Fields(e)),
            RowOutcome.ReadOrder(var o, _) => (o.Source, Fields(o)),
            _ => throw new InvalidOperationException($"{outcome} is not shown."),
        };
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"line {source.Line}"));
        foreach (var raw in Cut(source.RawText).Split('\n'))
        {
            output.WriteLine($"  | {raw.TrimEnd('\r')}");
        }

        foreach (var (field, text) in fields.Where(f => f.Text.Length > 0))
        {
            output.WriteLine($"  {field,-16} {text}");
        }
    }

    private static (string Field, string Text)[] Fields(Entry e) =>
    [
        ("wallet", e.Id.Wallet), ("transaction_id", e.Id.Id), ("booked_at", Utc(e.BookedAtUtc)), ("type", e.Type.ToName()), ("status", e.Status.ToName()), ("amount", e.Amount.ToString()),
        ("original_amount", e.OriginalAmount?.ToString() ?? ""), ("exchange_rate", e.ExchangeRate?.ToString(CultureInfo.InvariantCulture) ?? ""), ("fee", e.Fee?.ToString() ?? ""), ("balance_after", e.BalanceAfter?.ToString() ?? ""),
        ("counterparty", e.Counterparty), ("order_reference", e.OrderReference), ("related", e.RelatedTransactionId), ("description", e.Description), ("extra", e.Extra.Replace("\n", "; ", StringComparison.Ordinal)),
    ];

    private static (string Field, string Text)[] Fields(Order o) =>
    [
        ("marketplace", o.Id.Marketplace), ("order_id", o.Id.Id), ("placed_at", Utc(o.PlacedAtUtc)), ("paid_at", o.PaidAtUtc is { } paid ? Utc(paid) : ""), ("status", o.Status.ToName()), ("status_at", Utc(o.StatusAtUtc)),
        ("total", o.Total.ToString()), ("charged_amount", o.Charged?.ToString() ?? ""), ("refunded_amount", o.Refunded?.ToString() ?? ""), ("checkout_id", o.CheckoutId), ("payment_reference", o.PaymentReference),
        ("seller", o.Seller), ("description", o.Description), ("other_ids", o.OtherIds), ("extra", o.Extra.Replace("\n", "; ", StringComparison.Ordinal)),
    ];

    private static string Utc(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Cut(string text) => SourceText.Cut(text, WidestRaw);

    /// <summary>The name of the layout that reads a file already. Null also where the layouts cannot be loaded: the guess may be on its way into an empty file among them.</summary>
    private static string? LayoutOf(CommandContext context, string file, ImportLimits limits)
    {
        try
        {
            return new FileReader(Layouts(context), limits).Identify(file) is Identification.Known(var known) ? known.Name : null;
        }
        catch (LayoutException)
        {
            return null;
        }
    }

    private static LayoutCatalog Layouts(CommandContext context) => LayoutCatalog.Load(context.Place.Folder(context.Place.Settings.Folders.Layouts));

    private static void MustBeThere(string file)
    {
        if (!File.Exists(file))
        {
            throw new UnknownNameException($"{file}: there is no such file.");
        }
    }
}
