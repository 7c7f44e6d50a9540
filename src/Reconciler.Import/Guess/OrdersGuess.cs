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

    private static JsonObject Total(Draft draft, ColumnFacts id, bool isGrouped)
    {
        var (total, price, quantity) = (draft.Of("total"), draft.Of("price"), draft.Of("quantity"));
        if (isGrouped && (total is null || Differs(id, total)))
        {
            var line = total ?? price ?? throw new InvalidDataException("No column of the file holds the sums of orders.");
            draft.Need(line);
            draft.Notes.Add($"An order's total is taken as the sum of \"{line.Name.Written}\" over its lines.");
            var sum = draft.Money(line);
            sum.Remove("of");
            sum.Insert(0, "sum", line.Name.Written);
            if (total is null && quantity is not null)
            {
                sum["times"] = draft.Need(quantity);
            }

            return sum;
        }

        if (total is not null)
        {
            draft.Need(total);
            return draft.Money(total);
        }

        var unit = price ?? throw new InvalidDataException("No column of the file holds the sums of orders.");
        draft.Need(unit);
        draft.Notes.Add($"No total was found: an order's total is taken from \"{unit.Name.Written}\"{(quantity is null ? "" : $" times \"{quantity.Name.Written}\"")}.");
        if (quantity is null)
        {
            return draft.Money(unit);
        }

        var product = draft.Money(unit);
        product.Remove("of");
        product.Insert(0, "sum", unit.Name.Written);
        product["times"] = draft.Need(quantity);
        return product;
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
