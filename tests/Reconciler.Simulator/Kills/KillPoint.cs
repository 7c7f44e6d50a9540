namespace Reconciler.Simulator.Kills;

/// <summary>What the program is doing when it is killed, in the order of a run.</summary>
internal enum KillStage
{
    /// <summary>Before the first letter is written.</summary>
    Start,

    /// <summary>While a letter is written and kept.</summary>
    Letter,

    /// <summary>It has connected and waits for the greeting.</summary>
    Connect,

    Ehlo,
    Mail,
    Rcpt,
    Data,

    /// <summary>A kilobyte of the message has arrived.</summary>
    Part,

    /// <summary>The server has kept the message, and the answer has not gone out.</summary>
    Content,

    /// <summary>The answer has come, and the store cannot be told yet.</summary>
    Answer,

    /// <summary>Some milliseconds after the answer: before, while or after the store is told.</summary>
    After,

    /// <summary>Any time of the run.</summary>
    AnyTime,

    /// <summary>As with <see cref="Content"/>, and the restart is killed too, at any time.</summary>
    Twice,
}

/// <summary>Where one trial kills the program. The same number and seed are always the same point; those that wait for milliseconds hit not quite the same place again.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Mail">Which mail it is, from 1; of letters, which letter.</param>
/// <param name="LettersWritten">Whether the run finds its letters written and queued by an earlier run that reached no server.</param>
/// <param name="SentFolder">Whether the server files a copy of each mail that it takes, where the program can look it up.</param>
/// <param name="Share">Where within the time that is waited, from 0 to below 1.</param>
internal sealed record KillPoint(int Number, int Seed, KillStage Stage, int Mail, bool LettersWritten, bool SentFolder, double Share)
{
    private static readonly KillStage[] Stages = Enum.GetValues<KillStage>();

    /// <summary>How many points in a row have a stage each.</summary>
    public static int Round => Stages.Length;

    /// <summary>The stages take turns, then the first, a middle and the last mail, and of each every other point has a sent folder.</summary>
    public static KillPoint Of(int number, int seed, int mails, bool sentFolders)
    {
        var random = new Random((int)(((seed * 1_000_003L) + number) % int.MaxValue));
        var stage = Stages[(number - 1) % Round];
        var mail = ((number - 1) / Round % 3) switch { 0 => 1, 1 => random.Next(2, mails), _ => mails };
        var written = stage is not (KillStage.Start or KillStage.Letter) && random.Next(2) == 0;
        return new KillPoint(number, seed, stage, mail, written, sentFolders && number % 2 == 1, random.NextDouble());
    }

    public override string ToString() =>
        FormattableString.Invariant($"point {Number} (seed {Seed}, {NameOf(Stage)}, mail {Mail}, {(LettersWritten ? "letters queued before" : "letters not written yet")}, {(SentFolder ? "with" : "without")} a sent folder, share {Share:F3})");

    public static string NameOf(KillStage stage) => stage == KillStage.AnyTime ? "any time" : stage.ToString().ToLowerInvariant();

    /// <summary>Whether the server has then not yet been asked to take a message.</summary>
    public bool BeforeContent => Stage is KillStage.Connect or KillStage.Ehlo or KillStage.Mail or KillStage.Rcpt;

    /// <summary>Where the server stops and waits, or null.</summary>
    public string? PausesAt => Stage switch
    {
        KillStage.Connect or KillStage.Ehlo or KillStage.Mail or KillStage.Rcpt or KillStage.Data or KillStage.Part or KillStage.Content => NameOf(Stage),
        KillStage.Answer or KillStage.Twice => NameOf(KillStage.Content),
        _ => null,
    };
}
