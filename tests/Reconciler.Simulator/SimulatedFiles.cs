using System.Globalization;
using Reconciler.Core.Records;

namespace Reconciler.Simulator;

/// <summary>Writes a simulation as the files that the program reads, and the truth beside them.</summary>
internal static class SimulatedFiles
{
    private const string Statement = "transaction_id,wallet,booked_at,type,status,amount,currency,original_amount,original_currency,exchange_rate,fee,counterparty,order_reference,related_transaction_id,description,balance_after\n";
    private const string Orders = "order_id,marketplace,placed_at,paid_at,status,status_at,total,currency,charged_amount,charged_currency,refunded_amount,checkout_id,payment_reference,seller,description,other_ids\n";

    /// <summary>The configuration that the simulation needs beyond the defaults.</summary>
    public static readonly IReadOnlyList<Core.Matching.PairRule> Pairs = [new("*", Shop.Atelier.Name, Core.Matching.Direction.Sales)];

    /// <summary>
    /// Fills the folder with <c>data/inbox/{statements,orders}/*.csv</c>, <c>config/reconciler.json</c>, <c>config/rates/*.csv</c> and
    /// <c>truth/{matches,findings,scenarios}.csv</c>. Files with these names are replaced.
    /// </summary>
    public static void Write(Simulation simulation, string folder)
    {
        var random = new Random(simulation.Knobs.Seed);
        foreach (var wallet in simulation.Entries.GroupBy(e => e.Id.Wallet).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Split(simulation.Knobs, random, [.. wallet.OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id)], e => e.Id, Row, Path.Combine(folder, "data", "inbox", "statements"), wallet.Key, Statement);
        }

        Split(simulation.Knobs, random, [.. simulation.Orders.OrderBy(o => o.PlacedAtUtc).ThenBy(o => o.Id)], o => o.Id, Row, Path.Combine(folder, "data", "inbox", "orders"), "orders", Orders);
        WriteAll(Path.Combine(folder, "config", "rates", "simulated.csv"), "wallet,day,original,wallet_currency,rate\n", simulation.Rates.Select(r =>
            CsvText.Line(r.Wallet, r.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), r.Original.Code, r.WalletCurrency.Code, Text(r.Rate))));
        WriteAll(Path.Combine(folder, "config", "reconciler.json"), "{\n  \"Matching\": {\n    \"Pairs\": [\n", [
            .. Pairs.Select(p => $"      {{ \"Wallet\": \"{p.Wallet}\", \"Marketplace\": \"{p.Marketplace}\", \"Direction\": \"{p.Direction}\" }}\n"), "    ],\n    \"OwnAccounts\": [\n",
            string.Join(",\n", Scenarios.Transfers.OwnAccounts.Select(a => $"      {{ \"Wallet\": \"{a.Wallet}\", \"Names\": [{string.Join(", ", a.Names.Select(n => $"\"{n}\""))}], \"PaysOutTo\": \"{a.PaysOutTo}\" }}")) + "\n",
            "    ]\n  },\n  \"Mail\": { \"Transport\": \"pickup\", \"From\": \"finance@example.com\", \"CompanyName\": \"Simulated Company\" }\n}\n"]);
        WriteAll(Path.Combine(folder, "truth", "matches.csv"), "role,order_id,marketplace,transaction_id,wallet,amount,currency,scenario,confidence\n", simulation.Matches.Select(m =>
            CsvText.Line(m.Role.ToName(), m.Order.Id, m.Order.Marketplace, m.Transaction.Id, m.Transaction.Wallet, m.Amount.ToAmountText(), m.Amount.Currency.Code, m.Scenario, m.Confidence?.ToName() ?? "")));
        WriteAll(Path.Combine(folder, "truth", "findings.csv"), "kind,anchor,order_ids,transaction_ids,amount,currency,due_on,scenario,confidence\n", simulation.Findings.Select(f =>
            CsvText.Line(f.Kind.ToName(), f.Anchor, string.Join(';', f.Orders), string.Join(';', f.Transactions), f.Amount.ToAmountText(), f.Amount.Currency.Code, f.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", f.Scenario, f.Confidence?.ToName() ?? "")));
        WriteAll(Path.Combine(folder, "truth", "scenarios.csv"), "id,scenario\n", simulation.ScenarioOf.Select(p => CsvText.Line(p.Key, p.Value)));
    }

    /// <summary>Writes one standard statement with the entries of all wallets.</summary>
    public static void WriteStatement(string path, IEnumerable<Entry> entries) => WriteAll(path, Statement, entries.Select(Row));

    /// <summary>Writes one standard orders file.</summary>
    public static void WriteOrders(string path, IEnumerable<Order> orders) => WriteAll(path, Orders, orders.Select(Row));

    /// <summary>Cuts rows into files by time. A second version of an id goes into any file; each file repeats the end of the one before.</summary>
    private static void Split<T, TId>(Knobs knobs, Random random, IReadOnlyList<T> rows, Func<T, TId> idOf, Func<T, string> text, string folder, string name, string header)
        where TId : struct
    {
        var seen = new HashSet<TId>();
        var files = Enumerable.Range(0, knobs.Files).Select(_ => new List<string>()).ToList();
        for (var i = 0; i < rows.Count; i++)
        {
            var file = seen.Add(idOf(rows[i])) ? (int)((long)i * knobs.Files / rows.Count) : random.Next(knobs.Files);
            files[file].Add(text(rows[i]));
        }

        for (var i = 0; i < files.Count; i++)
        {
            var before = i == 0 ? [] : files[i - 1].TakeLast((int)(files[i - 1].Count * knobs.Overlap));
            WriteAll(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{i + 1:D3}.csv")), header, before.Concat(files[i]));
        }
    }

    private static void WriteAll(string path, string header, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = new StreamWriter(path);
        writer.Write(header);
        foreach (var line in lines)
        {
            writer.Write(line);
        }
    }

    private static string Row(Entry e) => CsvText.Line(
        e.Id.Id, e.Id.Wallet, Text(e.BookedAtUtc), e.Type.ToName(), e.Status.ToName(), e.Amount.ToAmountText(), e.Amount.Currency.Code,
        e.OriginalAmount?.ToAmountText() ?? "", e.OriginalAmount?.Currency.Code ?? "", Text(e.ExchangeRate), e.Fee?.ToAmountText() ?? "",
        e.Counterparty, e.OrderReference, e.RelatedTransactionId, e.Description, e.BalanceAfter?.ToAmountText() ?? "");

    private static string Row(Order o) => CsvText.Line(
        o.Id.Id, o.Id.Marketplace, Text(o.PlacedAtUtc), Text(o.PaidAtUtc), o.Status.ToName(), Text(o.StatusAtUtc), o.Total.ToAmountText(), o.Total.Currency.Code,
        o.Charged?.ToAmountText() ?? "", o.Charged?.Currency.Code ?? "", o.Refunded?.ToAmountText() ?? "", o.CheckoutId, o.PaymentReference, o.Seller, o.Description, o.OtherIds);

    private static string Text(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    private static string Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
