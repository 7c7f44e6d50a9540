using Reconciler.Core.Values;

namespace Reconciler.Core.Records;

/// <summary>What is known under one id.</summary>
/// <param name="Standing">The version that stands.</param>
/// <param name="Conflicting">Versions that tell other money than the standing one, one for each other sum, the strongest first. Empty for nearly every id.</param>
public sealed record Versioned<T>(T Standing, IReadOnlyList<T> Conflicting);

/// <summary>Decides which of the versions of one entry or order stands. The answer depends on the set of versions alone, never on the order in which they came.</summary>
/// <remarks>Source: the contract, "Versions". Where its rule leaves two equal, the version that fills in more fields stands, then the one with the greater hash.</remarks>
public static class Versions
{
    /// <summary>How many names of an extra text are sorted without a list of their own; nearly all rows have fewer.</summary>
    private const int MostNamesInPlace = 64;

    /// <summary>Of several versions of one entry: the later status of pending, failed, succeeded, reversed stands.</summary>
    /// <param name="settled">The one whose money was chosen where they tell other money; null: none was yet. It stands whole, with the later status.</param>
    /// <exception cref="ArgumentException">There is no version, or they have different ids.</exception>
    public static Versioned<Entry> Choose(IReadOnlyList<Entry> versions, Entry? settled = null) =>
        Choose(versions, settled, v => v.Id, CompareStrength, TellOtherMoney, v => (v.Amount, v.OriginalAmount), WithStatusOf);

    /// <summary>Of several versions of one order: the later <see cref="Order.StatusAtUtc"/> stands; where those are equal, the later status.</summary>
    /// <param name="settled">As for entries.</param>
    /// <exception cref="ArgumentException">There is no version, or they have different ids.</exception>
    public static Versioned<Order> Choose(IReadOnlyList<Order> versions, Order? settled = null) =>
        Choose(versions, settled, v => v.Id, CompareStrength, TellOtherMoney, v => v.Total, WithStatusOf);

    /// <summary>A version that stands whole, with its own money, date, text and line, but as far as another one has come.</summary>
    public static Entry WithStatusOf(Entry version, Entry latest) => version.Status == latest.Status ? version : version with { Status = latest.Status };

    /// <inheritdoc cref="WithStatusOf(Entry, Entry)"/>
    public static Order WithStatusOf(Order version, Order latest) => version with
    {
        Status = latest.Status,
        StatusAtUtc = latest.StatusAtUtc,
        PaidAtUtc = latest.PaidAtUtc ?? version.PaidAtUtc,
        Refunded = latest.Refunded ?? version.Refunded,
    };

    /// <summary>Of two versions the one that has come further, see <see cref="Choose(IReadOnlyList{Entry}, Entry)"/>.</summary>
    public static Entry Latest(IEnumerable<Entry> versions) => versions.Order(Comparer<Entry>.Create(CompareStrength)).Last();

    /// <inheritdoc cref="Latest(IEnumerable{Entry})"/>
    public static Order Latest(IEnumerable<Order> versions) => versions.Order(Comparer<Order>.Create(CompareStrength)).Last();

    /// <summary>True where two versions of one entry contradict each other in amount, original amount or a currency. An original amount that one of them does not tell contradicts nothing.</summary>
    public static bool TellOtherMoney(Entry one, Entry other) =>
        one.Amount != other.Amount || (one.OriginalAmount is { } a && other.OriginalAmount is { } b && a != b);

    /// <summary>True where two versions of one order contradict each other in total or currency.</summary>
    public static bool TellOtherMoney(Order one, Order other) => one.Total != other.Total;

    /// <summary>
    /// SHA-256 over the values of every field but the source and the days of untold times, which follow from the layout: equal for rows that say the same, in whichever file and line, and however it spells them. Times count to the microsecond; of
    /// what the file says beyond the fields the names count, since its texts are spelt in many ways.
    /// </summary>
    public static byte[] ContentHash(Entry entry) =>
        FieldText.Next()
            .Add(entry.Id.Wallet).Add(entry.Id.Id).Add(entry.BookedAtUtc).Add(entry.Type.ToName()).Add(entry.Status.ToName())
            .Add(entry.Amount).Add(entry.OriginalAmount).Add(entry.ExchangeRate).Add(entry.Fee).Add(entry.Counterparty).Add(entry.OrderReference)
            .Add(entry.RelatedTransactionId).Add(entry.Description).Add(entry.BalanceAfter)
            .AddNames(entry.Extra)
            .AddWhereTold(entry.OpeningBalance)
            .Sha256();

    /// <inheritdoc cref="ContentHash(Entry)"/>
    public static byte[] ContentHash(Order order) =>
        FieldText.Next()
            .Add(order.Id.Marketplace).Add(order.Id.Id).Add(order.PlacedAtUtc).Add(order.PaidAtUtc).Add(order.Status.ToName()).Add(order.StatusAtUtc)
            .Add(order.Total).Add(order.Charged).Add(order.Refunded).Add(order.CheckoutId).Add(order.PaymentReference).Add(order.Seller)
            .Add(order.Description).Add(order.OtherIds).AddNames(order.Extra)
            .Sha256();

    /// <summary>The names of an extra text's lines as one field: <see cref="NamesIn"/>, a line each.</summary>
    private static FieldText AddNames(this FieldText fields, string extra)
    {
        if (extra.Length == 0)
        {
            return fields.Add(extra);
        }

        var all = extra.AsSpan();
        Span<Range> names = stackalloc Range[MostNamesInPlace];
        var count = 0;
        foreach (var line in all.EnumerateLines())
        {
            if (count == names.Length)
            {
                return fields.Add(string.Join('\n', NamesIn(extra)));
            }

            _ = all.Overlaps(line, out var start);
            var end = line.IndexOf(": ");
            var name = end < 0 ? line : line[..end];

            // Sorted in, each once: there are few, and files have them in one order.
            var at = count;
            while (at > 0 && all[names[at - 1]].SequenceCompareTo(name) > 0)
            {
                at--;
            }

            if (at == 0 || !all[names[at - 1]].SequenceEqual(name))
            {
                names[at..count].CopyTo(names[(at + 1)..]);
                names[at] = start..(start + name.Length);
                count++;
            }
        }

        return fields.AddLines(extra, names[..count]);
    }

    /// <summary>The names of an extra text's lines, sorted.</summary>
    internal static SortedSet<string> NamesIn(string extra)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var line in extra.AsSpan().EnumerateLines())
        {
            var end = line.IndexOf(": ");
            names.Add((end < 0 ? line : line[..end]).ToString());
        }

        return names;
    }

    internal static bool TellsSeconds(Entry entry) => entry.BookedAtUtc.Ticks % TimeSpan.TicksPerMinute != 0;

    private static int CompareStrength(Entry one, Entry other)
    {
        var byStatus = one.Status.CompareTo(other.Status);
        var byFields = byStatus != 0 ? byStatus : FieldsTold(one).CompareTo(FieldsTold(other));
        return byFields != 0 ? byFields : ContentHash(one).AsSpan().SequenceCompareTo(ContentHash(other));
    }

    private static int CompareStrength(Order one, Order other)
    {
        var byTime = one.StatusAtUtc.CompareTo(other.StatusAtUtc);
        var byStatus = byTime != 0 ? byTime : one.Status.CompareTo(other.Status);
        var byFields = byStatus != 0 ? byStatus : FieldsTold(one).CompareTo(FieldsTold(other));
        return byFields != 0 ? byFields : ContentHash(one).AsSpan().SequenceCompareTo(ContentHash(other));
    }

    private static int FieldsTold(Entry entry) =>
        Told(entry.OriginalAmount) + Told(entry.ExchangeRate) + Told(entry.Fee) + Told(entry.BalanceAfter) + Told(entry.OpeningBalance) + (TellsSeconds(entry) ? 1 : 0)
        + Told(entry.Counterparty) + Told(entry.OrderReference) + Told(entry.RelatedTransactionId) + Told(entry.Description);

    private static int FieldsTold(Order order) =>
        Told(order.PaidAtUtc) + Told(order.Charged) + Told(order.Refunded) + Told(order.CheckoutId)
        + Told(order.PaymentReference) + Told(order.Seller) + Told(order.Description) + Told(order.OtherIds);

    private static int Told<T>(T? value)
        where T : struct => value is null ? 0 : 1;

    private static int Told(string text) => text.Length == 0 ? 0 : 1;

    private static Versioned<T> Choose<T, TId, TMoney>(
        IReadOnlyList<T> versions, T? settled, Func<T, TId> idOf, Comparison<T> strength, Func<T, T, bool> tellOtherMoney, Func<T, TMoney> moneyOf, Func<T, T, T> withStatusOf)
        where T : class
        where TId : struct
    {
        if (versions.Select(idOf).Distinct().Count() != 1)
        {
            throw new ArgumentException($"One id is wanted, not [{string.Join(", ", versions.Select(idOf).Distinct())}].", nameof(versions));
        }

        if (versions.Count == 1)
        {
            return new Versioned<T>(versions[0], []);
        }

        var strongestFirst = versions.Order(Comparer<T>.Create((a, b) => strength(b, a))).ToList();
        var latest = strongestFirst[0];
        var others = strongestFirst.Where(v => tellOtherMoney(latest, v)).DistinctBy(moneyOf).ToList();
        return settled is not null && others.Exists(v => ReferenceEquals(v, settled))
            ? new Versioned<T>(withStatusOf(settled, latest), [.. others.Prepend(latest).Where(v => !ReferenceEquals(v, settled))])
            : new Versioned<T>(latest, others);
    }
}
