using System.Xml.Linq;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Tables;

/// <summary>A transaction's share of an entry.</summary>
/// <param name="Moved">Signed: what it did to the balance, its own fee included.</param>
/// <param name="Fee">What of it was a fee; positive.</param>
internal readonly record struct CamtPart(decimal Moved, decimal Fee);

/// <summary>An entry that is the sum of several transactions.</summary>
/// <param name="Parts">One for each transaction, in their order.</param>
/// <param name="Charges">What the bank took from the sum for the batch as a whole, in the entry's currency; zero or positive.</param>
internal sealed record CamtBatch(List<CamtPart> Parts, decimal Charges)
{
    /// <summary>
    /// The split that makes the entry to the cent, or null. Banks write the transactions of a debit as debits or, wrongly, as credits, and their sums with or without the
    /// charges: the entry's own sum proves which.
    /// </summary>
    public static CamtBatch? Of(XElement entry, List<XElement> transactions)
    {
        var currency = entry.At("Amt").Currency();
        var sums = transactions.ConvertAll(t => Sum(t, currency));
        if (sums.Contains(null) || !BankNumber.TryRead(entry.At("Amt").Text(), out var unsigned))
        {
            return null;
        }

        var ofEntry = Sign(entry, 1);
        var whole = ofEntry * unsigned;
        var within = transactions.ConvertAll(t => CamtCharges.Sum(t, currency, CamtCharges.AreWithin));
        var beside = transactions.ConvertAll(t => CamtCharges.Sum(t, currency, _ => true));
        var charges = CamtCharges.Sum(entry, currency, _ => true);
        return new[] { transactions.ConvertAll(t => Sign(t, ofEntry)), transactions.ConvertAll(_ => ofEntry) }
            .Select(signs => sums.Select((sum, i) => signs[i] * sum!.Value).ToList())
            .Select(signed =>
                signed.Sum() == whole ? new CamtBatch([.. signed.Select((sum, i) => new CamtPart(sum, within[i]))], 0)
                : signed.Sum() - beside.Sum() == whole ? new CamtBatch([.. signed.Select((sum, i) => new CamtPart(sum - beside[i], beside[i]))], 0)
                : signed.Sum() - charges == whole ? new CamtBatch([.. signed.Select(sum => new CamtPart(sum, 0))], charges)
                : null)
            .FirstOrDefault(batch => batch is not null);
    }

    /// <summary>A transaction's sum in the entry's currency, without sign.</summary>
    public static decimal? Sum(XElement transaction, string currency)
    {
        var details = transaction.At("AmtDtls");
        var own = new[] { transaction.At("Amt"), transaction.At("TxAmt"), details.At("TxAmt", "Amt"), details.At("CntrValAmt", "Amt"), details.At("InstdAmt", "Amt") }
            .FirstOrDefault(a => a is not null && a.Currency() == currency);
        return own is not null && BankNumber.TryRead(own.Text(), out var sum) ? sum : null;
    }

    private static int Sign(XElement holder, int otherwise) => holder.At("CdtDbtInd").Text() switch { "DBIT" => -1, "CRDT" => 1, _ => otherwise };
}

/// <summary>The charges that an entry or a transaction tells.</summary>
internal static class CamtCharges
{
    /// <summary>Whether charges are said to be within the sum. Others are entries of their own, unless the sums prove the contrary.</summary>
    public static bool AreWithin(XElement record) => record.At("ChrgInclInd").Text() is "true" or "1";

    /// <summary>What was taken within the sum of an entry of one transaction: charges that are said to be, else those by which the two sums differ.</summary>
    public static decimal Within(XElement entry, XElement? one)
    {
        var currency = entry.At("Amt").Currency();
        var holders = new[] { entry, one }.OfType<XElement>().ToList();
        var said = holders.Select(h => Sum(h, currency, AreWithin)).FirstOrDefault(sum => sum > 0);
        if (said > 0 || one is null || !BankNumber.TryRead(entry.At("Amt").Text(), out var whole) || CamtBatch.Sum(one, currency) is not { } paid)
        {
            return said;
        }

        // A debit is what was paid and the charges, a credit what was paid less the charges.
        var difference = entry.At("CdtDbtInd").Text() == "DBIT" ? whole - paid : paid - whole;
        return holders.Select(h => Sum(h, currency, _ => true)).FirstOrDefault(sum => sum > 0 && sum == difference);
    }

    /// <summary>What was taken in this currency, of the records that count; zero where nothing was.</summary>
    public static decimal Sum(XElement holder, string currency, Func<XElement, bool> counts) => Records(holder)
        .Where(c => counts(c) && c.At("CdtDbtInd").Text() != "CRDT" && c.At("Amt").Currency() == currency)
        .Sum(c => BankNumber.TryRead(c.At("Amt").Text(), out var sum) ? sum : 0);

    /// <summary>In words, for what is no fee of the sum.</summary>
    public static string Told(XElement entry, XElement? one) => string.Join(' ', new[] { entry, one }.OfType<XElement>().SelectMany(Records)
        .Select(c => c.At("Amt") ?? c.At("TtlChrgsAndTaxAmt")).Where(a => a.Text().Length > 0).Select(a => $"charges {a.Text()} {a.Currency()}").Distinct());

    private static IEnumerable<XElement> Records(XElement holder) => holder.All("Chrgs").Concat(holder.All("Chrgs", "Rcrd"));
}
