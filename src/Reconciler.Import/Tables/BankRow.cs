using Reconciler.Import.Spelling;

namespace Reconciler.Import.Tables;

/// <summary>One movement on a bank account, as the reader of a bank's format found it. Texts that the format does not bring are empty.</summary>
internal sealed class BankRow
{
    private static readonly (string Name, Func<BankRow, string> Of)[] Columns =
    [
        ("Id", r => r.OwnId), ("Account", r => r.Account), ("Account kind", r => r.AccountKind), ("Statement", r => r.Statement), ("Currency", r => r.Currency),
        ("Booked", r => r.Booked), ("Value date", r => r.ValueDate), ("Amount", r => r.Amount), ("Status", r => r.Status), ("Mark", r => r.Mark),
        ("Code", r => r.Code), ("Business code", r => r.BusinessCode), ("Posting text", r => r.PostingText),
        ("Counterparty", r => r.Counterparty), ("Counterparty account", r => r.CounterpartyAccount),
        ("Reference", r => r.Reference), ("Customer reference", r => r.CustomerReference), ("Bank reference", r => r.BankReference), ("Related", r => r.Related),
        ("Text", r => r.Text), ("Original amount", r => r.OriginalAmount), ("Original currency", r => r.OriginalCurrency), ("Rate", r => r.Rate),
        ("Fee", r => r.Fee), ("Opening balance", r => r.OpeningBalance), ("Balance", r => r.Balance), ("Other", r => r.Other),
    ];

    /// <summary>The columns that every bank format's table has.</summary>
    private static TableRow Header { get; } = new(1, string.Empty, Array.ConvertAll(Columns, c => c.Name));

    public required int Line { get; init; }

    public required string RawText { get; init; }

    /// <summary>What is wrong with the movement as a whole, with the cure; null for a good one.</summary>
    public string? Why { get; init; }

    public string Account { get; init; } = string.Empty;

    /// <summary>Such as <c>CREDITCARD</c>; empty for a current account.</summary>
    public string AccountKind { get; init; } = string.Empty;

    /// <summary>The statement's own number.</summary>
    public string Statement { get; init; } = string.Empty;

    public string Currency { get; set; } = string.Empty;

    /// <summary>ISO 8601, or what the file writes where that is no date.</summary>
    public string Booked { get; set; } = string.Empty;

    public string ValueDate { get; init; } = string.Empty;

    /// <summary>Signed, without the fee, with a dot; or what the file writes where that is no number.</summary>
    public string Amount { get; init; } = string.Empty;

    /// <summary>What <see cref="Amount"/> and <see cref="Fee"/> do to the balance; null where they cannot be read.</summary>
    public decimal? Movement { get; init; }

    /// <summary>Whether the movement counts towards the balance: what is only expected does not.</summary>
    public bool IsBooked { get; init; } = true;

    public string Status { get; init; } = string.Empty;

    public string Mark { get; init; } = string.Empty;

    public string Code { get; init; } = string.Empty;

    /// <summary>The German business transaction code (Geschäftsvorfallcode), three digits.</summary>
    public string BusinessCode { get; set; } = string.Empty;

    public string PostingText { get; set; } = string.Empty;

    public string Counterparty { get; set; } = string.Empty;

    public string CounterpartyAccount { get; set; } = string.Empty;

    /// <summary>What the payer and the payee know the payment by.</summary>
    public string Reference { get; set; } = string.Empty;

    public string CustomerReference { get; init; } = string.Empty;

    public string BankReference { get; init; } = string.Empty;

    public string Related { get; init; } = string.Empty;

    public string Text { get; set; } = string.Empty;

    public string OriginalAmount { get; set; } = string.Empty;

    public string OriginalCurrency { get; set; } = string.Empty;

    public string Rate { get; set; } = string.Empty;

    public string Fee { get; init; } = string.Empty;

    public string Balance { get; private set; } = string.Empty;

    /// <summary>Of the first booked movement of a statement, the stated opening balance.</summary>
    public string OpeningBalance { get; private set; } = string.Empty;

    public string Other { get; set; } = string.Empty;

    /// <summary>Of a reversal, the row as it is where the bank wrote its direction the wrong way round; null for any other movement.</summary>
    public Func<BankRow>? TurnedRound { get; init; }

    /// <summary>What the bank itself knows the movement by, where it tells. Banks use it again: for a batch, a payment and its fee, or where a counter starts anew.</summary>
    public string OwnId { get; init; } = string.Empty;

    /// <summary>The whole table of a file, which is not read before its header was taken.</summary>
    /// <param name="file">Closed at the end.</param>
    public static IEnumerable<TableRow> Table(IDisposable file, Func<IReadOnlyList<BankRow>> read)
    {
        using (file)
        {
            yield return Header;
            foreach (var row in read())
            {
                yield return new TableRow(row.Line, row.RawText, Array.ConvertAll(Columns, c => c.Of(row)), row.Why);
            }
        }
    }

    /// <summary>
    /// Some banks write a reversal with the direction of what it reverses, and the norm with its own. Where opening and closing balance hold only with the reversals, or with one
    /// of them, turned round, they are turned, and say so.
    /// </summary>
    public static void TurnReversals(List<BankRow> movements, decimal? opening, decimal? closing, string currency)
    {
        var counted = movements.FindAll(m => m.IsBooked && m.Currency == currency && m.Why is null);
        if (opening is null || closing is null || counted.Exists(m => m.Movement is null))
        {
            return;
        }

        var missing = closing - opening - counted.Sum(m => m.Movement);
        var reversals = counted.FindAll(m => m.TurnedRound is not null && m.Movement != 0);
        var turned = missing == 0 ? [] : reversals.Sum(m => -2 * m.Movement) == missing ? reversals : reversals.FindAll(m => -2 * m.Movement == missing);
        if (turned.Count != 1 && turned.Count != reversals.Count)
        {
            return;
        }

        foreach (var reversal in turned)
        {
            var right = reversal.TurnedRound!();
            right.Other = $"{right.Other} direction turned round: only so do the movements make the closing balance".TrimStart();
            movements[movements.IndexOf(reversal)] = right;
        }
    }

    /// <summary>
    /// Writes the running balance behind each booked movement of one statement. The first one bears the stated opening balance and the last one the stated closing
    /// balance, so that movements that do not lead from one to the other show as a break in the chain. Behind a movement that cannot be read the balance is not known.
    /// </summary>
    public static void RunBalance(IEnumerable<BankRow> movements, decimal? opening, decimal? closing)
    {
        var running = opening;
        BankRow? last = null;
        foreach (var row in movements.Where(m => m.IsBooked))
        {
            row.OpeningBalance = last is null && running is { } stands ? BankNumber.Text(stands) : string.Empty;
            running += row.Movement;
            if (row.Movement is not null)
            {
                row.Balance = running is { } known ? BankNumber.Text(known) : string.Empty;
                last = row;
            }
        }

        if (last is not null && closing is { } stated)
        {
            last.Balance = BankNumber.Text(stated);
        }
    }
}
