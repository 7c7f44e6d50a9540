using System.Text.Json.Nodes;

namespace Reconciler.Import.Guess;

/// <summary>The rules of an order.</summary>
internal static class OrdersGuess
{
    /// <param name="group">How rows of one order are put together; null where a row is an order.</param>
    public static JsonObject Order(Draft draft, ColumnFacts date, out JsonObject? group)
    {
        var id = draft.Of("orderId") ?? throw new InvalidDataException("No column of the file holds order numbers.");
        group = Group(draft, id);
        var order = new JsonObject
        {
            ["id"] = draft.Need(id),
            ["placedAt"] = draft.Time(date, isMain: true),
        };
        if (draft.Of("paidAt") is { Dates: not null } paidAt)
        {
            order["paidAt"] = draft.Time(paidAt, isMain: false);
        }

        order["status"] = WordGuess.Status(draft, "orderStatus", GuessWords.All.OrderStatus, "paid");
        if (draft.Of("statusAt") is { Dates: not null } statusAt)
        {
            order["statusAt"] = draft.Time(statusAt, isMain: false);
        }

        order["total"] = Total(draft, id, group is not null);
        if (draft.Of("refunded") is { } refunded)
        {
            var money = draft.Money(refunded);
            money.Insert(0, "when", new JsonObject { ["of"] = refunded.Name.Written, ["matches"] = "[1-9]" });
            if (refunded.HasMinus)
            {
                money["sign"] = "in";
            }

            order["refunded"] = new JsonArray(money);
        }

        StatementGuess.Text(draft, order, "checkout", "checkout");
        StatementGuess.Text(draft, order, "paymentReference", "paymentReference");
        StatementGuess.Text(draft, order, "seller", "seller");
        if (draft.Of("item") is { } item)
        {
            order["description"] = group is null ? item.Name.Written : new JsonObject { ["each"] = item.Name.Written, ["with"] = "; " };
        }

        return order;
    }

    private static JsonObject? Group(Draft draft, ColumnFacts id)
    {
        if (id.IsUnique && id.FilledShare >= 1)
        {
            return null;
        }

        var runs = id.Cells.Where((cell, i) => i == 0 || (cell.Length > 0 && cell != id.Cells[i - 1])).Count();
        if (runs > id.Distinct.Count)
        {
            draft.Notes.Add($"Rows of one order (\"{id.Name.Written}\") do not stand together: sort the file by it first, else they are read as versions of the order.");
        }

        return new JsonObject { ["by"] = id.Name.Written };
    }

    private static JsonNode Total(Draft draft, ColumnFacts id, bool isGrouped)
    {
        var total = Gross(draft) ?? draft.Of("total");
        if (total is not null)
        {
            draft.Need(total);
            if (!isGrouped || !Differs(id, total))
            {
                return draft.Money(total);
            }

            draft.Notes.Add($"An order's total is taken as the sum of \"{total.Name.Written}\" over its lines.");
            return Sum(draft, total, null);
        }

        var price = draft.Of("price") ?? throw new InvalidDataException("No column of the file holds the sums of orders.");
        draft.Need(price);
        if (draft.Of("quantity") is not { } quantity)
        {
            draft.Notes.Add($"No total was found: an order's total is taken from \"{price.Name.Written}\".");
            return isGrouped ? Sum(draft, price, null) : draft.Money(price);
        }

        draft.Need(quantity);
        var counts = quantity.Cells.Select(c => ColumnFacts.Number(c) ?? 1).ToList();
        if (GuessWords.All.NamesUnitPrice(GuessWords.Plain(price.Name.Bare)) || OfLines(draft, price, counts) is not null)
        {
            draft.Notes.Add($"No total was found: an order's total is taken from \"{price.Name.Written}\" times \"{quantity.Name.Written}\".");
            return Sum(draft, price, quantity);
        }

        if (counts.Exists(c => c != 1))
        {
            draft.Asks.Add($"total: \"{price.Name.Written}\" may be the price of a piece or of the line. Remove \"times\" under \"total\" if it is of the line.");
            return Sum(draft, price, quantity);
        }

        // As long as each line is of one piece, price and line say the same; a line of more is rejected, and says so.
        draft.Notes.Add($"Nothing tells whether \"{price.Name.Written}\" is of a piece or of the line: lines of more than one \"{quantity.Name.Written}\" are rejected.");
        var one = isGrouped ? Sum(draft, price, null) : draft.Money(price);
        one.Insert(0, "when", new JsonObject { ["of"] = quantity.Name.Written, ["matches"] = "^1([.,]0+)?$" });
        return new JsonArray(one);
    }

    private static JsonObject Sum(Draft draft, ColumnFacts line, ColumnFacts? quantity)
    {
        var sum = draft.Money(line);
        sum.Remove("of");
        sum.Insert(0, "sum", line.Name.Written);
        if (quantity is not null)
        {
            sum["times"] = quantity.Name.Written;
        }

        return sum;
    }

    /// <summary>A column that is price times quantity on every line, and not the price itself: it proves that the price is of one piece.</summary>
    private static ColumnFacts? OfLines(Draft draft, ColumnFacts price, List<decimal> counts) => !counts.Exists(c => c != 1) ? null
        : Array.Find(draft.Columns, c => c != price && c.IsSums && Enumerable.Range(0, counts.Count).All(i => ColumnFacts.Number(c.Cells[i]) is { } line && line == ColumnFacts.Number(price.Cells[i]) * counts[i]));

    /// <summary>What the buyer paid, where the column called total is only what is left of it for the seller: another sum less fees and refunds, which are written as negative.</summary>
    private static ColumnFacts? Gross(Draft draft)
    {
        if (draft.Of("total") is not { } total)
        {
            return null;
        }

        var taken = draft.Columns.Where(c => c != total && c.IsSums && c.HasMinus && !c.HasPlus).ToList();
        return taken.Count == 0 ? null : Array.Find(draft.Columns, c => c != total && c.IsSums && !c.HasMinus && c.FilledShare >= 1
            && Enumerable.Range(0, c.Cells.Count).All(i => ColumnFacts.Number(total.Cells[i]) == ColumnFacts.Number(c.Cells[i]) + taken.Sum(t => ColumnFacts.Number(t.Cells[i]) ?? 0))
            && Enumerable.Range(0, c.Cells.Count).Any(i => ColumnFacts.Number(total.Cells[i]) != ColumnFacts.Number(c.Cells[i])));
    }

    /// <summary>Whether the lines of one order have sums of their own: an order's total is repeated or stands on its first line only.</summary>
    private static bool Differs(ColumnFacts id, ColumnFacts total)
    {
        var lines = id.Cells.Zip(total.Cells, (order, sum) => (order, sum)).ToList();
        var several = lines.Where(l => l.order.Length > 0).GroupBy(l => l.order, StringComparer.Ordinal).Where(g => g.Count() > 1).ToList();
        var repeats = several.TrueForAll(g => g.Select(l => l.sum).Distinct(StringComparer.Ordinal).Count() == 1 || g.Skip(1).All(l => l.sum.Length == 0));
        return !repeats;
    }
}
