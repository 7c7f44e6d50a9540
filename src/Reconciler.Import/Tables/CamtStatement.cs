using System.Xml.Linq;
using Reconciler.Import.Bytes;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Tables;

/// <summary>One report, statement or notification of a camt message.</summary>
/// <param name="isStatement">True for camt.053, whose parts of a batch stand for its sum; a report or a notification may tell the parts of a sum that another message tells.</param>
internal sealed class CamtStatement(ImportLimits limits, bool isStatement)
{
    /// <summary>The mark of a row that is a batch's charges.</summary>
    private const string ChargesOfBatch = "charges";

    /// <summary>The mark and status of a row that is a batch whose parts are rows.</summary>
    private const string ToldByParts = "told by its parts";

    private readonly List<BankRow> rows = [];
    private readonly List<(string Kind, decimal Sum, string Currency, string Day)> balances = [];
    private string account = string.Empty;
    private string owner = string.Empty;
    private string currency = string.Empty;
    private string number = string.Empty;
    private string createdOn = string.Empty;

    /// <summary>The next element of the statement, in the order of the file: the account and mostly the balances stand before the entries.</summary>
    public void Add(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "Id":
                number = element.Value.Trim();
                break;
            case "CreDtTm":
                createdOn = element.Value.Trim();
                break;
            case "Acct":
                var id = element.At("Id");
                account = BankNumber.Account(id.At("IBAN").Text() is { Length: > 0 } iban ? iban
                    : id.At("Othr", "Id").Text() is { Length: > 0 } other ? other
                    : id.At("PrtryAcct", "Id").Text() is { Length: > 0 } own ? own
                    : id?.Elements().Select(e => e.Value.Trim()).FirstOrDefault() ?? string.Empty);
                currency = element.At("Ccy").Text();
                owner = element.At("Ownr", "Nm").Text() is { Length: > 0 } name ? name : element.At("Nm").Text();
                break;
            case "Bal":
                var amount = element.At("Amt");
                if (BankNumber.TryRead(amount.Text(), out var sum))
                {
                    var kind = element.At("Tp", "CdOrPrtry", "Cd").Text() is { Length: > 0 } code ? code : element.At("Tp", "CdOrPrtry", "Prtry").Text() is { Length: > 0 } own2 ? own2 : element.At("Tp", "Cd").Text();
                    balances.Add((kind, element.At("CdtDbtInd").Text() == "DBIT" ? -sum : sum, amount.Currency(), Date(element.At("Dt"))));
                }

                break;
            case "Ntry":
                Entry(element);
                break;
        }
    }

    /// <summary>The rows, now that all balances are known.</summary>
    public IReadOnlyList<BankRow> Rows()
    {
        var own = OwnCurrency();
        var (opening, closing) = Balances(own);
        BankRow.TurnReversals(rows, opening, closing, own);
        DateTheUndated();
        BankRow.RunBalance(rows.Where(r => r.Why is null && r.Currency == own), opening, closing);
        return rows;
    }

    /// <summary>
    /// Booking and value date are optional, and one bank's daily files have neither: an entry without any date has the day of the statement's closing balance, else the one on which
    /// the message was made, as a notification tells of what was booked then.
    /// </summary>
    private void DateTheUndated()
    {
        var closedOn = balances.Where(b => b.Kind is "CLBD" or "ITBD" && b.Day.Length > 0).Select(b => b.Day).LastOrDefault();
        foreach (var row in rows.Where(r => r.Why is null && r.Booked.Length == 0))
        {
            row.Booked = closedOn ?? createdOn;
            row.Other = $"{row.Other} {(closedOn is null ? "booked when the message was made" : "booked on the day of the closing balance")}: the entry tells no date".TrimStart();
        }
    }

    private string OwnCurrency() =>
        currency.Length > 0 ? currency : balances.Select(b => b.Currency).FirstOrDefault(c => rows.Exists(r => r.Currency == c)) ?? string.Empty;

    /// <summary>
    /// Booked balances only, in the account's own currency. The last statement's closing one (PRCD) opens as well; of interim ones (ITBD, pages of a statement) the first
    /// opens and the last closes, a single one closes.
    /// </summary>
    private (decimal? Opening, decimal? Closing) Balances(string own)
    {
        var known = balances.FindAll(b => b.Currency == own);
        decimal? Sum(string kind) => known.Where(b => b.Kind == kind).Select(b => (decimal?)b.Sum).FirstOrDefault();
        var interim = known.FindAll(b => b.Kind == "ITBD");
        var opening = Sum("OPBD") ?? Sum("PRCD") ?? (interim.Count > 1 || (interim.Count == 1 && Sum("CLBD") is not null) ? interim[0].Sum : null);
        return (opening, Sum("CLBD") ?? (interim.Count > 1 || (interim.Count == 1 && interim[0].Sum != opening) ? interim[^1].Sum : null));
    }

    private void Entry(XElement entry)
    {
        var line = entry.Line();
        var transactions = entry.Elements().Where(e => e.Name.LocalName == "NtryDtls").SelectMany(d => d.Elements()).Concat(entry.Elements()).Where(e => e.Name.LocalName == "TxDtls").ToList();
        if (entry.At("CdtDbtInd").Text() is not ("CRDT" or "DBIT"))
        {
            rows.Add(new BankRow { Line = line, RawText = Raw(entry), Why = "is an entry that does not say its direction (CdtDbtInd is neither CRDT nor DBIT). Export the file again." });
            return;
        }

        if (transactions.Count > 1 && CamtBatch.Of(entry, transactions) is { } batch)
        {
            for (var i = 0; i < transactions.Count; i++)
            {
                rows.Add(Row(entry, transactions[i], batch.Parts[i], [transactions[i]]));
            }

            if (batch.Charges != 0)
            {
                rows.Add(Row(entry, null, new CamtPart(-batch.Charges, 0), [], ChargesOfBatch));
            }

            // The statement of that booking may tell the sum alone: it is no movement beside these.
            if (!isStatement && BatchReference(entry).Length > 0)
            {
                rows.Add(Row(entry, null, null, [], ToldByParts));
            }
        }
        else
        {
            rows.Add(Row(entry, transactions.Count == 1 ? transactions[0] : null, null, transactions));
        }
    }

    private static string BatchReference(XElement entry) => Reference(entry.At("AcctSvcrRef")) is { Length: > 0 } booked ? booked : Reference(entry.At("NtryRef"));

    /// <param name="one">The transaction that the row is; null: the entry tells none, or several.</param>
    /// <param name="part">The transaction's share of the entry; null: the row is the whole entry.</param>
    /// <param name="mark">What a row is beside the parts of a batch: the bank's charges for it, or the sum under which it was booked, which moved nothing more.</param>
    /// <param name="turned">True for a reversal that the bank wrote the wrong way round.</param>
    private BankRow Row(XElement entry, XElement? one, CamtPart? part, List<XElement> transactions, string mark = "", bool turned = false)
    {
        var amount = entry.At("Amt");
        var isDebit = (part is { } share ? share.Moved < 0 : entry.At("CdtDbtInd").Text() == "DBIT") != turned;
        decimal? moved = part is { } of ? (turned ? -of.Moved : of.Moved) : BankNumber.TryRead(amount.Text(), out var whole) ? (isDebit ? -whole : whole) : null;
        var fee = part is { } with ? with.Fee : moved is null ? 0 : CamtCharges.Within(entry, one);
        var returned = transactions.Exists(t => t.At("RtrInf") is not null);
        var reversed = entry.At("RvslInd").Text() is "true" or "1";
        var parties = transactions.Select(t => Party(t, isDebit != (reversed || returned))).Distinct().Take(2).ToList();
        var (name, otherAccount) = parties.Count == 1 ? parties[0] : (string.Empty, string.Empty);
        var code = entry.At("BkTxCd") ?? one.At("BkTxCd");
        var status = entry.At("Sts", "Cd").Text() is { Length: > 0 } coded ? coded : entry.At("Sts", "Prtry").Text() is { Length: > 0 } own ? own : entry.At("Sts").Text();
        var proprietary = (one.At("BkTxCd", "Prtry", "Cd") ?? entry.At("BkTxCd", "Prtry", "Cd")).Text();
        var references = one.At("Refs");
        var bankReference = (part is null || one is null) && Reference(entry.At("AcctSvcrRef")) is { Length: > 0 } wholly ? wholly : Reference(references.At("AcctSvcrRef"));
        var endToEnd = Reference(references.At("EndToEndId"));
        var structured = Joined(transactions, t => t.All("RmtInf", "Strd").Select(s => s.At("CdtrRefInf", "Ref") ?? s.At("CdtrRefInf", "CdtrRef") ?? s.At("RfrdDocInf", "Nb") ?? s.At("RfrdDocInf", "RfrdDocNb")));
        var row = new BankRow
        {
            Line = (part is null ? entry : one ?? entry).Line(),
            RawText = Raw(part is null ? entry : one ?? entry),
            Account = account,
            Statement = number,
            Currency = amount.Currency(),
            Booked = Booked(entry, one),
            ValueDate = Date(entry.At("ValDt")),
            Amount = moved is { } net ? BankNumber.Text(net + fee) : amount.Text(),
            Movement = moved,
            IsBooked = status is "BOOK" or "" && mark != ToldByParts,
            Status = mark == ToldByParts ? mark : status,
            Mark = mark.Length > 0 ? mark : returned ? "return" : reversed ? "reversal" : string.Empty,
            TurnedRound = reversed && !turned ? () => Row(entry, one, part, transactions, mark, turned: true) : null,
            Code = string.Join('-', new[] { code.At("Domn", "Cd"), code.At("Domn", "Fmly", "Cd"), code.At("Domn", "Fmly", "SubFmlyCd") }.Select(c => c.Text()).Where(c => c.Length > 0)) is { Length: > 0 } standard ? standard : proprietary,
            BusinessCode = proprietary.Split('+') is [_, { Length: 3 } business, ..] ? business : string.Empty,
            PostingText = entry.At("AddtlNtryInf").Text(),
            Counterparty = name,
            CounterpartyAccount = otherAccount,
            Reference = structured.Length > 0 ? structured : endToEnd,
            CustomerReference = string.Join(' ', new[] { endToEnd, Reference(references.At("InstrId")), Reference(references.At("TxId")), Reference(references.At("MndtId")) }.Where(r => r.Length > 0).Distinct()),
            BankReference = bankReference,
            OwnId = mark == ChargesOfBatch && bankReference.Length > 0 ? $"{bankReference}-{mark}" : bankReference,
            Related = returned || reversed ? endToEnd : string.Empty,
            Text = mark == ChargesOfBatch ? mark : Joined(transactions, t => t.All("RmtInf", "Ustrd").Concat(t.All("AddtlTxInf"))),
            Other = string.Join(' ', new[] { entry.At("NtryRef").Text(), Joined(transactions, t => [t.At("RtrInf", "Rsn", "Cd") ?? t.At("RtrInf", "RtrRsn", "Cd")]), fee > 0 ? string.Empty : CamtCharges.Told(entry, one) }.Where(t => t.Length > 0).Distinct()),
            Fee = fee == 0 ? string.Empty : BankNumber.Text(fee),
        };
        Original(row, one ?? (transactions.Count == 0 ? entry : null), moved);
        return row;
    }

    /// <summary>The sum in another currency that was instructed, and the rate between the two.</summary>
    private static void Original(BankRow row, XElement? told, decimal? moved)
    {
        var details = told.At("AmtDtls");
        var other = new[] { details.At("InstdAmt", "Amt"), details.At("TxAmt", "Amt"), told.At("Amt") }.FirstOrDefault(a => a is not null && a.Currency().Length > 0 && a.Currency() != row.Currency);
        if (other is null || moved is not { } sum || !BankNumber.TryRead(other.Text(), out var original) || original == 0)
        {
            return;
        }

        row.OriginalCurrency = other.Currency();
        row.OriginalAmount = BankNumber.Text(Math.Sign(sum) * original);
        row.Rate = details?.Descendants().Where(e => e.Name.LocalName == "XchgRate")
            .Select(e => BankNumber.TryRead(e.Value, out var rate) ? BankNumber.RateBetween(sum, original, rate) : string.Empty).FirstOrDefault(r => r.Length > 0) ?? string.Empty;
    }

    /// <summary>The other side: who gets what goes out, who pays what comes in. Where the bank names only one, it is told if it is not the account's own.</summary>
    private (string Name, string Account) Party(XElement? transaction, bool isDebit)
    {
        var parties = transaction.At("RltdPties");
        (string Name, string Account) Of(string role)
        {
            var party = parties.At(role);
            var name = party.At("Nm") ?? party.At("Pty", "Nm") ?? parties.At("Ultmt" + role, "Nm") ?? parties.At("Ultmt" + role, "Pty", "Nm") ?? party.At("Agt", "FinInstnId", "Nm");
            var id = parties.At(role + "Acct", "Id");
            return (name.Text(), BankNumber.Account((id.At("IBAN") ?? id.At("Othr", "Id") ?? id.At("PrtryAcct", "Id")).Text()));
        }

        var right = Of(isDebit ? "Cdtr" : "Dbtr");
        if (right.Name.Length > 0 || right.Account.Length > 0)
        {
            return right;
        }

        var other = Of(isDebit ? "Dbtr" : "Cdtr");
        return other.Account == account || other.Account.Length == 0 || other.Name == owner ? (parties.At("TradgPty", "Nm").Text(), string.Empty) : other;
    }

    /// <summary>When it was booked, else the day of its value, else when the transaction was made; empty where nothing tells.</summary>
    private static string Booked(XElement entry, XElement? one)
    {
        var dates = one.At("RltdDts");
        return new[]
        {
            Date(entry.At("BookgDt")), Date(entry.At("ValDt")), dates.At("AccptncDtTm").Text(), dates.At("TxDtTm").Text(), dates.At("IntrBkSttlmDt").Text(),
        }.FirstOrDefault(d => d.Length > 0, string.Empty);
    }

    /// <summary>A day (its zone, if any, says nothing: the bank's own day is meant) or a time.</summary>
    private static string Date(XElement? date) =>
        date.At("Dt").Text() is { Length: > 0 } day ? day[..Math.Min(10, day.Length)] : date.At("DtTm").Text() is { Length: > 0 } time ? time : date?.HasElements == false ? date.Text() : string.Empty;

    private static string Reference(XElement? element) => element.Text() is var text && Mt940Line.IsReference(text) ? text : string.Empty;

    /// <summary>What the transactions say, each text once. Of a large batch the first ones: all of it stands in the file's own text.</summary>
    private static string Joined(List<XElement> transactions, Func<XElement, IEnumerable<XElement?>> texts) =>
        string.Join(' ', transactions.Take(20).SelectMany(texts).Select(t => t.Text()).Where(t => t.Length > 0).Distinct());

    /// <summary>As it stands in the file, without prefixes. A batch can be larger than any row may be: then its beginning, which names it.</summary>
    private string Raw(XElement element)
    {
        var text = element.ToString(SaveOptions.DisableFormatting);
        return text.Length <= limits.MaxRowBytes ? text : text[..limits.MaxRowBytes];
    }
}
