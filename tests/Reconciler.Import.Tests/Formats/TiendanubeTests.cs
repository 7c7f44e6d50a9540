using Reconciler.Core.Records;

namespace Reconciler.Import.Tests.Formats;

/// <summary>Tiendanube and Nuvemshop: one shop system, in Spanish and in Portuguese.</summary>
public sealed class TiendanubeTests
{
    [Fact]
    public void Sales_in_Spanish_become_orders() => Assert.Equal(
        [
            "tiendanube/1001 shipped placed 2026-05-04 13:15:00 paid 2026-05-04 03:00:00 status 2026-05-06 03:00:00: 15490.50 ARS by 151000000401 for Lámpara Norte · Vela Sur also 700000001",
            "tiendanube/1002 completed placed 2026-05-06 02:40:10 paid 2026-05-06 03:00:00 status 2026-05-06 03:00:00: 8000.00 ARS by 151000000402 for Vela Sur also 700000002",
            "tiendanube/1003 awaiting-payment placed 2026-05-06 12:00:00 paid never status 2026-05-06 12:00:00: 5000.00 ARS for Vela Sur also 700000003",
            "tiendanube/1004 refunded placed 2026-05-07 12:00:00 paid 2026-05-07 03:00:00 status 2026-05-09 15:00:00: 9900.00 ARS by 151000000404 for Lámpara Este also 700000004",

            // The shop gave the money of a cancelled order back, and has not yet that of the next one.
            "tiendanube/1005 cancelled placed 2026-05-08 12:00:00 paid 2026-05-08 03:00:00 status 2026-05-10 15:00:00: 7700.00 ARS for Lámpara Este also 700000005",
            "tiendanube/1006 awaiting-payment placed 2026-05-09 12:00:00 paid never status 2026-05-09 12:00:00: 7700.00 ARS for Lámpara Este also 700000006",
            "rejected: line 9, Estado del pago, \"Misterio\" is a status that the layout does not know. Add it to the rules of status in config/layouts/tiendanube-orders.json.",
        ],
        ShopRows.Of(ShopRows.Seed("tiendanube-orders.csv")));

    [Fact]
    public void Sales_in_Portuguese_have_no_currency_and_notes_of_several_lines() => Assert.Equal(
        [
            "tiendanube/2001 completed placed 2026-05-10 12:30:00 paid 2026-05-10 03:00:00 status 2026-05-10 03:00:00: 194.80 BRL by 151000000501 for Luminária Norte · Vela Sul also 700000101",
            "tiendanube/2002 cancelled placed 2026-05-12 01:30:00 paid 2026-05-11 03:00:00 status 2026-05-13 13:00:00: 71.91 BRL by 151000000502 for Vela Sul also 700000102",
            "tiendanube/2003 awaiting-payment placed 2026-05-12 11:00:00 paid never status 2026-05-12 11:00:00: 99.90 BRL for Luminária Norte also 700000103",
        ],
        ShopRows.Of(ShopRows.Seed("tiendanube-orders-pt.csv")));

    /// <summary>Ids are kept from spreadsheets as ="123". A quote that is never closed costs its own line and no other, beside them too.</summary>
    [Fact]
    public void A_quote_that_is_not_closed_costs_its_own_order_only()
    {
        static string Order(int number, string note, string reference) => $"{number};a@example.com;10/05/2026 09:30:00;Aberto;Confirmado;Entregue;10.50;10.50;{note};{reference}\n";
        const string Header = "Número do Pedido;E-mail;Data;Status do Pedido;Status do Pagamento;Status do Envio;Subtotal;Total;Anotações do Comprador;Identificador da transação no meio de pagamento\n";
        var outcomes = Given.ReadText(Header + Order(1, "\"na portaria;\nobrigada\"", "=\"151\"") + Order(2, "\"na portaria", string.Empty) + Order(3, string.Empty, "=\"153\"") + Order(4, string.Empty, "=\"154\""));
        Assert.Equal(["1 151", "3 153", "4 154"], outcomes.OfType<RowOutcome.ReadOrder>().Select(o => $"{o.Order.Id.Id} {o.Order.PaymentReference}"));
        Assert.Equal(4, Assert.Single(outcomes.OfType<RowOutcome.Rejected>()).Row.Line);
    }

    /// <summary>Words of a payment beside those of the seeds; what was declined is not paid, whatever day stands there.</summary>
    [Theory]
    [InlineData("Recusado", "Aberto", "awaiting-payment", "never")]
    [InlineData("Pendente", "Aberto", "awaiting-payment", "never")]
    [InlineData("Confirmado", "Aberto", "paid", "2026-05-11 03:00:00")]
    [InlineData("Estornado", "Cancelado", "refunded", "2026-05-11 03:00:00")]
    [InlineData("Parcialmente estornado", "Aberto", "partly-refunded", "2026-05-11 03:00:00")]
    [InlineData("Confirmado", "Cancelado", "cancelled", "2026-05-11 03:00:00")]
    public void The_words_of_payment_and_order_make_the_status(string payment, string order, string status, string paid)
    {
        var read = Assert.IsType<RowOutcome.ReadOrder>(Assert.Single(Given.ReadText(
            $"Número do Pedido;Data;Status do Pedido;Status do Pagamento;Status do Envio;Subtotal;Total;Data de pagamento\n1;10/05/2026 09:30:00;{order};{payment};Não está embalado;10.50;10.50;11/05/2026\n"))).Order;
        Assert.Equal((status, paid), (read.Status.ToName(), Given.Utc(read.PaidAtUtc)));
    }
}
