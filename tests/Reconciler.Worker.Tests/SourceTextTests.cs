using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Tests;

/// <summary>The text of a row is kept once: where its file lies in the archive, the store keeps its place.</summary>
public sealed partial class SourceTextTests
{
    private const string Statement = "transaction_id,wallet,booked_at,type,status,amount,currency\nT1,kassa,2026-05-06T09:00:00Z,payment,succeeded,-20.00,USD\n";

    [Fact]
    public async Task A_letter_bears_the_line_while_the_archive_has_it_and_says_so_when_it_is_gone_or_changed()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var finding = FindingId().Match((await ReconcilerProcess.Run(project.Path, "disputes", "list")).Output.Split('\n').Single(l => l.Contains("awaiting-approval", StringComparison.Ordinal))).Value;
        var letter = await ReconcilerProcess.Run(project.Path, "disputes", "preview", finding);
        Assert.Equal(0, letter.ExitCode);
        var archived = Directory.GetFiles(project[".sample", "archive"], "*qiwi*", SearchOption.AllDirectories).ToDictionary(f => f, File.ReadAllBytes);
        Assert.NotEmpty(archived);

        foreach (var file in archived.Keys)
        {
            File.AppendAllText(file, "\n");
        }

        var changed = await ReconcilerProcess.Run(project.Path, "disputes", "preview", finding);
        Assert.Equal(1, changed.ExitCode);
        Assert.Matches("line [0-9]+: what stands there cannot be proved, since the archived file archive/.* has changed\\. Put back the file with the SHA-256 [0-9a-f]{64}\\.", changed.Messages);

        archived.Keys.ToList().ForEach(File.Delete);
        var gone = await ReconcilerProcess.Run(project.Path, "disputes", "preview", finding);
        Assert.Equal(1, gone.ExitCode);
        Assert.Contains(" is gone. Put back", gone.Messages, StringComparison.Ordinal);

        foreach (var (file, content) in archived)
        {
            File.WriteAllBytes(file, content);
        }

        Assert.Equal(letter.Output, (await ReconcilerProcess.Run(project.Path, "disputes", "preview", finding)).Output);
    }

    [Fact]
    public async Task Only_the_text_of_a_file_that_goes_to_the_archive_is_left_to_it()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        Directory.CreateDirectory(project["data", "inbox", "statements"]);
        File.WriteAllText(project["data", "inbox", "statements", "may.csv"], Statement);
        File.WriteAllText(project["june.csv"], Statement.Replace("T1", "T2", StringComparison.Ordinal));
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "import", "--data", project["data"])).ExitCode);
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "import", project["june.csv"], "--data", project["data"])).ExitCode);

        using var connection = new SqliteConnection($"Data Source={project["data", "reconciler.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(transaction_id || ' ' || coalesce(raw_text, text_offset || '+' || text_length), '|') FROM (SELECT * FROM entry_versions ORDER BY transaction_id)";
        Assert.Equal($"T1 60+58|T2 {Statement.Split('\n')[1].Replace("T1", "T2", StringComparison.Ordinal)}", command.ExecuteScalar());
    }

    [Fact]
    public void What_is_made_ahead_comes_in_order_and_its_failure_behind_it()
    {
        var taken = new List<int>();
        var failure = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var number in Ahead.Of(Numbers(), 2))
            {
                taken.Add(number);
            }
        });

        Assert.Equal("the file ends here", failure.Message);
        Assert.Equal(Enumerable.Range(0, 100), taken);

        static IEnumerable<int> Numbers()
        {
            for (var i = 0; i < 100; i++)
            {
                yield return i;
            }

            throw new InvalidDataException("the file ends here");
        }
    }

    [Fact]
    public void Whoever_takes_no_more_finds_that_the_maker_has_let_go()
    {
        var (made, isLetGo) = (0, false);
        Assert.Equal(3, Ahead.Of(Endless(), 2).Take(3).Count());

        Assert.True(isLetGo);
        Assert.InRange(made, 3, 7); // no further ahead than it was told

        IEnumerable<int> Endless()
        {
            try
            {
                while (true)
                {
                    yield return made++;
                }
            }
            finally
            {
                isLetGo = true;
            }
        }
    }

    [GeneratedRegex("f-[0-9a-f]{12}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FindingId();
}
