using System.Security.Cryptography;
using System.Text;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests;

/// <summary>The content of an entry or order is hashed as one text of its fields, whatever way that text is made.</summary>
public sealed class ContentHashTests
{
    private static readonly Currency Eur = Currency.Of("EUR");

    [Fact]
    public void An_entry_is_hashed_as_its_fields_each_with_its_length()
    {
        var entry = Some.Entry("T1") with
        {
            Id = new TransactionId("kassa", "T1"),
            BookedAtUtc = new DateTime(2026, 5, 6, 9, 0, 0, DateTimeKind.Utc),
            Type = EntryType.Payment,
            Status = EntryStatus.Succeeded,
            Amount = new Money(-1234, Eur),
            OriginalAmount = null,
            ExchangeRate = 92.5130m,
            Fee = new Money(5, Eur),
            Counterparty = "Lämpchen €",
            OrderReference = "",
            RelatedTransactionId = "",
            Description = "x",
            BalanceAfter = null,
            OpeningBalance = null,
            Extra = "Note: second\nBank: first\nNote: again\nalone",
        };
        Assert.Equal(
            Sha("5:kassa,2:T1,17:63913654800000000,7:payment,9:succeeded,3:EUR,5:-1234,0:,6:92.513,3:EUR,1:5,13:Lämpchen €,0:,0:,1:x,0:,15:Bank\nNote\nalone,"),
            Versions.ContentHash(entry));
        Assert.Equal(
            Sha("5:kassa,2:T1,17:63913654800000000,7:payment,9:succeeded,3:EUR,5:-1234,0:,6:92.513,3:EUR,1:5,13:Lämpchen €,0:,0:,1:x,0:,0:,3:EUR,3:100,"),
            Versions.ContentHash(entry with { Extra = "", OpeningBalance = new Money(100, Eur) }));
    }

    [Fact]
    public void However_many_names_an_extra_text_has_they_are_hashed_sorted_and_once()
    {
        var names = Enumerable.Range(0, 200).Select(i => $"Name {i:D3}").ToList();
        var sorted = Some.Entry("T1") with { Extra = string.Join('\n', names.Select(name => $"{name}: x")) };
        var turned = sorted with { Extra = string.Join('\n', names.Concat(names).Reverse().Select(name => $"{name}: y")) };
        Assert.Equal(Versions.ContentHash(sorted), Versions.ContentHash(turned));
        Assert.NotEqual(Versions.ContentHash(sorted), Versions.ContentHash(sorted with { Extra = "Name 000: x" }));
    }

    [Fact]
    public void Hashing_allocates_the_hash_and_nothing_else()
    {
        var entry = Some.Entry("T1") with { Extra = "Note: x\nBank: y", ExchangeRate = 92.5130m };
        Versions.ContentHash(entry);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Versions.ContentHash(entry);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 32, 64);
    }

    private static byte[] Sha(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
