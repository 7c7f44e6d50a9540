namespace Reconciler.Worker.Tests;

/// <summary>A letter that cannot be written is set aside with its cause; the other letters and the report go out.</summary>
public sealed class UnwrittenLetterTests
{
    [Fact]
    public async Task One_letter_that_cannot_be_written_stops_no_other_one_and_goes_out_when_it_can()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var letter = project["config", "letters", "en", "missing-refund.liquid"];
        var good = await File.ReadAllTextAsync(letter, TestContext.Current.CancellationToken);

        // Well written, and endless: which turns it takes is known only when it is filled in.
        var loops = string.Concat(Enumerable.Repeat("{% for a in attachments %}", 12)) + "x" + string.Concat(Enumerable.Repeat("{% endfor %}", 12));
        await File.WriteAllTextAsync(letter, good + loops + "\n", TestContext.Current.CancellationToken);
        Assert.Contains("all templates read", (await ReconcilerProcess.Run(project.Path, "check")).Output, StringComparison.Ordinal);

        var once = await ReconcilerProcess.Run(project.Path, "once");

        Assert.True(once.ExitCode == 0, once.Messages);
        var setAside = once.Output.Split('\n').Where(l => l.Contains("cannot be written; the next run tries it again: ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(setAside);
        Assert.All(setAside, l => Assert.Contains("missing-refund.liquid:", l, StringComparison.Ordinal));
        var sent = Directory.GetFiles(project[".sample", "outbox"], "*.eml").Length;
        Assert.True(sent > 0, once.Output);
        Assert.NotEmpty(Directory.GetFiles(project[".sample", "reports"], "*.xlsx"));

        await File.WriteAllTextAsync(letter, good, TestContext.Current.CancellationToken);
        var again = await ReconcilerProcess.Run(project.Path, "once");

        Assert.DoesNotContain("cannot be written", again.Output, StringComparison.Ordinal);
        Assert.Equal(sent + setAside.Count, Directory.GetFiles(project[".sample", "outbox"], "*.eml").Length);
    }

    [Fact]
    public async Task A_faulty_letter_that_nobody_is_written_to_in_is_told_by_check_and_ends_no_run()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        await File.AppendAllTextAsync(project["config", "letters", "zh", "duplicate-charge.liquid"], "{{ nobody.knows }}\n", TestContext.Current.CancellationToken);

        var check = await ReconcilerProcess.Run(project.Path, "check");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("nobody.knows", check.Output, StringComparison.Ordinal);
        var once = await ReconcilerProcess.Run(project.Path, "once");

        Assert.True(once.ExitCode == 0, once.Messages);
        Assert.NotEmpty(Directory.GetFiles(project[".sample", "outbox"], "*.eml"));

        await File.AppendAllTextAsync(project["config", "letters", "en", "duplicate-charge.liquid"], "{{ nobody.knows }}\n", TestContext.Current.CancellationToken);
        Assert.Equal(2, (await ReconcilerProcess.Run(project.Path, "once")).ExitCode);
    }
}
