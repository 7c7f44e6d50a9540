using Reconciler.Simulator.Kills;
using Reconciler.TestSupport;
using Reconciler.Worker.Tests.Mail;

[assembly: AssemblyFixture(typeof(MailHouses))]

namespace Reconciler.Worker.Tests.Mail;

/// <summary>Imports and matches the invented cases once, for all tests with mail servers.</summary>
public sealed class MailHouses : IDisposable
{
    private const string Orders = """
        order_id,marketplace,placed_at,paid_at,status,status_at,total,currency,refunded_amount,seller,description
        71000000000201,bazaar,2026-05-04T07:00:00Z,2026-05-04T07:01:00Z,cancelled,2026-05-09T09:00:00Z,31.10,USD,,Lumen Lamps,Desk lamp never sent
        71000000000101,souk,2026-05-04T09:00:00Z,2026-05-04T09:01:00Z,completed,2026-05-20T09:00:00Z,41.10,USD,,Lumen Lamps,Desk lamp paid twice
        71000000000103,souk,2026-05-06T09:00:00Z,2026-05-06T09:01:00Z,cancelled,2026-05-09T09:00:00Z,63.30,USD,,Lumen Lamps,Shade never sent
        71000000000104,souk,2026-05-07T09:00:00Z,2026-05-07T09:01:00Z,cancelled,2026-05-10T09:00:00Z,74.40,USD,,Corde & Co,Rope never sent
        71000000000105,souk,2026-05-08T09:00:00Z,2026-05-08T09:01:00Z,cancelled,2026-05-11T09:00:00Z,85.50,USD,,Lumen Lamps,Bulbs never sent
        71000000000106,souk,2026-05-11T09:00:00Z,2026-05-11T09:01:00Z,cancelled,2026-05-14T09:00:00Z,96.60,USD,,Corde & Co,Thread never sent
        71000000000107,souk,2026-05-12T09:00:00Z,2026-05-12T09:01:00Z,cancelled,2026-05-15T09:00:00Z,17.70,USD,,Corde & Co,Cord never sent

        """;

    private const string Statement = """
        transaction_id,wallet,booked_at,type,status,amount,currency,counterparty,order_reference
        K-200,kassa,2026-05-04T07:01:00Z,payment,succeeded,-31.10,USD,Bazaar,71000000000201
        K-101,kassa,2026-05-04T09:01:00Z,payment,succeeded,-41.10,USD,Souk,71000000000101
        K-201,kassa,2026-05-04T09:03:00Z,payment,succeeded,-41.10,USD,Souk,71000000000101
        K-103,kassa,2026-05-06T09:01:00Z,payment,succeeded,-63.30,USD,Souk,71000000000103
        K-104,kassa,2026-05-07T09:01:00Z,payment,succeeded,-74.40,USD,Souk,71000000000104
        K-105,kassa,2026-05-08T09:01:00Z,payment,succeeded,-85.50,USD,Souk,71000000000105
        K-106,kassa,2026-05-11T09:01:00Z,payment,succeeded,-96.60,USD,Souk,71000000000106
        K-107,kassa,2026-05-12T09:01:00Z,payment,succeeded,-17.70,USD,Souk,71000000000107

        """;

    private readonly TempFolder folder = new();
    private readonly Lazy<Task> made;

    public MailHouses() => made = new Lazy<Task>(Make);

    public void Dispose() => folder.Dispose();

    /// <summary>A data folder of its own with one finding on <c>bazaar</c> and six on <c>souk</c>, no letter written, one recipient: <c>claims@bazaar.example</c>.</summary>
    internal async Task<MailHouse> Open(MailServer server, ImapServer? mailbox = null)
    {
        await made.Value;
        var house = new MailHouse(server.Port, mailbox?.Port);
        KillStores.Copy(folder["data"], house.Data);
        return house;
    }

    /// <summary>The same with the letter to <c>bazaar</c> sent on <see cref="MailHouse.Day1"/>.</summary>
    internal async Task<MailHouse> OpenWithLetterSent(MailServer server, ImapServer? mailbox = null)
    {
        var house = await Open(server, mailbox);
        await house.Dispute(MailHouse.Day1);
        Assert.Single(server.Received);
        return house;
    }

    private async Task Make()
    {
        using var house = new MailHouse(smtpPort: 1, imapPort: null);
        KillStores.Write(Path.Combine(house.Data, "inbox", "orders", "orders.csv"), Orders);
        KillStores.Write(Path.Combine(house.Data, "inbox", "statements", "kassa.csv"), Statement);
        await house.Run("import");
        await house.Run("match", "--as-of", MailHouse.Day1);
        KillStores.Copy(house.Data, folder["data"]);
    }
}
