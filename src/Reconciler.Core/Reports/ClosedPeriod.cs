using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>
/// A period that is closed: what its documents said stands, and is printed again to the byte; what changes in it afterwards is told in the reports of later periods. The documents themselves are kept,
/// not what they were drawn from: a later program draws otherwise, and an auditor holds a file against its hash without any program.
/// </summary>
/// <param name="By">The account that closed it.</param>
/// <param name="LastEntry">The number of the last version of an entry that was known.</param>
/// <param name="LastOrder">The number of the last version of an order that was known.</param>
/// <param name="LastChange">The number of the last change of a finding that was known.</param>
/// <param name="Lines">What the reconciliation statements said.</param>
public sealed record ClosedPeriod(
    ReportPeriod.Days Days, DateTime ClosedAtUtc, string By, string Reason, long LastEntry, long LastOrder, long LastChange, IReadOnlyList<ClosedLine> Lines, IReadOnlyList<ClosedDocument> Documents);

/// <summary>A line of a reconciliation statement as it stood.</summary>
/// <param name="Line">Null: the balance at the end.</param>
/// <param name="Sum">In minor units of the account's currency.</param>
public sealed record ClosedLine(string Wallet, string Currency, StatementLineKind? Line, long Count, long Sum)
{
    public Money Amount => new(Sum, Values.Currency.Of(Currency));

    public static IEnumerable<ClosedLine> Of(ReconciliationStatement statement)
    {
        foreach (var line in statement.Lines)
        {
            yield return new ClosedLine(statement.Wallet, statement.Currency.Code, line.Kind, line.Count, line.Sum.MinorUnits);
        }

        if (statement.Closing is { } closing)
        {
            yield return new ClosedLine(statement.Wallet, statement.Currency.Code, null, 0, closing.MinorUnits);
        }
    }
}

/// <summary>A document that was kept.</summary>
/// <param name="Path">Below the data folder, with slashes.</param>
/// <param name="Reader">The name of the report or wallet that it is for; empty: the run's own report.</param>
public sealed record ClosedDocument(string Path, string Reader, string Language, string Sha256);

/// <summary>How something is other than when its period was closed.</summary>
public enum PeriodChangeKind
{
    /// <summary>An entry of these days came afterwards.</summary>
    EntryLate,

    /// <summary>An entry has another version.</summary>
    EntryChanged,
    OrderLate,
    OrderChanged,

    /// <summary>A finding on records of these days was found afterwards.</summary>
    FindingNew,

    /// <summary>A finding stands otherwise.</summary>
    FindingChanged,

    /// <summary>A line of a reconciliation statement, or its balance at the end.</summary>
    StatementChanged,
}

/// <summary>One thing that is other than when its period was closed.</summary>
/// <param name="Days">The period.</param>
/// <param name="Subject">The transaction, order, finding, or the wallet of a statement.</param>
/// <param name="Line">Of a statement; null: its balance at the end.</param>
/// <param name="ThenState">The status or state by its name; empty where there is none.</param>
/// <param name="Then">Null: it was not there.</param>
/// <param name="Now">Null: it is there no more.</param>
public sealed record PeriodChange(ReportPeriod.Days Days, PeriodChangeKind Kind, string Subject, StatementLineKind? Line, string ThenState, Money? Then, string NowState, Money? Now)
{
    /// <summary>The wallets that it is about.</summary>
    public IReadOnlyList<string> Wallets { get; init; } = [];

    public IReadOnlyList<string> Marketplaces { get; init; } = [];

    /// <summary>The lines of statements that are other now.</summary>
    public static IEnumerable<PeriodChange> Between(ClosedPeriod closed, IEnumerable<ReconciliationStatement> now)
    {
        var later = now.SelectMany(ClosedLine.Of).ToDictionary(Key);
        var then = closed.Lines.ToDictionary(Key);
        foreach (var key in then.Keys.Union(later.Keys).OrderBy(k => k.Wallet, StringComparer.Ordinal).ThenBy(k => k.Currency, StringComparer.Ordinal).ThenBy(k => k.Line ?? (StatementLineKind)int.MaxValue))
        {
            var (before, after) = (then.GetValueOrDefault(key), later.GetValueOrDefault(key));
            if (before != after)
            {
                yield return new PeriodChange(closed.Days, PeriodChangeKind.StatementChanged, key.Wallet, key.Line, string.Empty, before?.Amount, string.Empty, after?.Amount) { Wallets = [key.Wallet] };
            }
        }

        static (string Wallet, string Currency, StatementLineKind? Line) Key(ClosedLine line) => (line.Wallet, line.Currency, line.Line);
    }
}
