using Reconciler.Mail.Drafting;
using Reconciler.Mail.Sending;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public class PickupFolderTests
{
    private static readonly DraftMail Draft = Cases.Draft();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_becomes_one_file_named_after_its_case()
    {
        using var folder = new TempFolder();

        var result = await new PickupFolder(folder["outbox"]).Send(Draft.MessageId, Draft.Eml, () => true, Cancellation);

        Assert.IsType<SendResult.Accepted>(result);
        Assert.Equal([folder["outbox", Cases.Duplicate().Dispute.Id + ".eml"]], Directory.GetFiles(folder["outbox"]));
        Assert.Equal(Draft.Eml, await File.ReadAllBytesAsync(Directory.GetFiles(folder["outbox"]).Single(), Cancellation));
    }

    [Fact]
    public async Task A_mail_that_is_not_begun_after_all_is_not_written()
    {
        using var folder = new TempFolder();

        Assert.IsType<SendResult.LeftAlone>(await new PickupFolder(folder.Path).Send(Draft.MessageId, Draft.Eml, () => false, Cancellation));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task The_same_mail_twice_is_one_file()
    {
        using var folder = new TempFolder();
        var outbox = new PickupFolder(folder.Path);

        await outbox.Send(Draft.MessageId, Draft.Eml, () => true, Cancellation);
        var written = File.GetLastWriteTimeUtc(Directory.GetFiles(folder.Path).Single());
        var result = await outbox.Send(Draft.MessageId, Draft.Eml, () => true, Cancellation);

        Assert.IsType<SendResult.Accepted>(result);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Directory.GetFiles(folder.Path).Single()));
    }

    [Fact]
    public async Task Half_a_mail_left_by_a_crash_is_written_anew()
    {
        using var folder = new TempFolder();
        var path = folder[Cases.Duplicate().Dispute.Id + ".eml"];
        await File.WriteAllTextAsync(path + ".tmp", "half", Cancellation);

        await new PickupFolder(folder.Path).Send(Draft.MessageId, Draft.Eml, () => true, Cancellation);

        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Equal(Draft.Eml, await File.ReadAllBytesAsync(path, Cancellation));
    }

    [Fact]
    public async Task Another_mail_of_the_same_case_is_never_overwritten()
    {
        using var folder = new TempFolder();
        var path = folder[Cases.Duplicate().Dispute.Id + ".eml"];
        await File.WriteAllTextAsync(path, "an earlier letter", Cancellation);

        var result = await new PickupFolder(folder.Path).Send(Draft.MessageId, Draft.Eml, () => true, Cancellation);

        Assert.Contains(path, Assert.IsType<SendResult.Refused>(result).Answer, StringComparison.Ordinal);
        Assert.Equal("an earlier letter", await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_no_fault_of_the_mail()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["outbox"], "a file where the folder should be", Cancellation);

        var result = await new PickupFolder(folder["outbox"]).Send(Draft.MessageId, Draft.Eml, () => true, Cancellation);

        Assert.IsType<SendResult.NotReached>(result);
    }

    [Theory]
    [InlineData("../../etc/x.0123456789ab@example.com")]
    [InlineData("someone@example.com")]
    public async Task An_id_that_is_not_ours_names_no_file(string messageId)
    {
        using var folder = new TempFolder();

        await Assert.ThrowsAsync<ArgumentException>(() => new PickupFolder(folder.Path).Send(messageId, Draft.Eml, () => true, Cancellation));
    }
}
