using System.Text.RegularExpressions;

namespace Reconciler.Store;

/// <summary>A table whose rows the audit chain vouches for.</summary>
/// <param name="Key">The columns that name a row.</param>
/// <param name="Number">A column that grows with each row that is added, by which new rows are found again; null: there is none.</param>
/// <param name="Passed">A column that says nothing of its own, and is not vouched for; null: all are.</param>
internal sealed partial record SealedTable(string Name, string[] Key, string? Number = null, string? Passed = null)
{
    /// <summary>Names of statements that this class makes begin so.</summary>
    private const string Prefix = "Sealed";

    public static SealedTable Matches { get; } = new("matches", ["match_id"], "match_no");

    public static SealedTable Findings { get; } = new("findings", ["finding_id"], Passed: "found_as");

    public static SealedTable FindingHistory { get; } = new("finding_history", ["history_no"], "history_no");

    public static SealedTable Decisions { get; } = new("decisions", ["decision_id"]);

    public static SealedTable Disputes { get; } = new("disputes", ["dispute_id"]);

    public static SealedTable Messages { get; } = new("dispute_messages", ["dispute_id"]);

    public static SealedTable Attachments { get; } = new("dispute_attachments", ["dispute_id", "position"]);

    public static SealedTable Moves { get; } = new("dispute_moves", ["move_no"], "move_no");

    public static SealedTable Approvals { get; } = new("dispute_approvals", ["dispute_id", "position"]);

    public static SealedTable Instructions { get; } = new("instructions", ["instruction_no"], "instruction_no");

    public static SealedTable Answers { get; } = new("answers", ["answer_no"], "answer_no");

    public static SealedTable AnswerFilings { get; } = new("answer_filings", ["answer_no", "dispute_id"]);

    public static SealedTable AnswerFiles { get; } = new("answer_files", ["answer_no", "position"]);

    public static SealedTable Runs { get; } = new("runs", ["run_id"]);

    public static SealedTable InputFiles { get; } = new("input_files", ["file_no"], "file_no");

    public static SealedTable RejectedRows { get; } = new("rejected_rows", ["row_no"], "row_no");

    public static SealedTable Notices { get; } = new("notices", ["notice_id"]);

    public static SealedTable MailboxPositions { get; } = new("mailbox_positions", ["mailbox"]);

    public static SealedTable CaseKeys { get; } = new("case_keys", ["key_no"]);

    /// <summary>In the order in which a transaction tells of them.</summary>
    public static IReadOnlyList<SealedTable> All { get; } =
    [
        InputFiles, RejectedRows, Matches, Findings, FindingHistory, Decisions, Disputes, Messages, Attachments, Moves, Approvals, Instructions, Answers, AnswerFilings, AnswerFiles, Runs,
        Notices, MailboxPositions, CaseKeys,
    ];

    /// <summary>All rows, in no order.</summary>
    public string LoadAll => $"{Prefix}_{Name}_LoadAll";

    /// <summary>The rows whose number is above <c>@after</c>, in order.</summary>
    public string LoadAfter => $"{Prefix}_{Name}_LoadAfter";

    /// <summary>The last number; 0: there is no row.</summary>
    public string FindLast => $"{Prefix}_{Name}_FindLast";

    /// <summary>The rows whose first column of the key is among <c>@ids</c> (JSON), in no order.</summary>
    public string LoadByKeys => $"{Prefix}_{Name}_LoadByKeys";

    /// <summary>The rows whose number is among <c>@ids</c> (JSON), in no order.</summary>
    public string LoadByNumbers => $"{Prefix}_{Name}_LoadByNumbers";

    /// <summary>The text of one of these statements; null where the name is none of theirs.</summary>
    /// <remarks>All columns are read, also those that later versions add: a column that is empty is not told, so that rows from before stay as they were sealed.</remarks>
    public static string? TextOf(StoreProvider provider, string statement)
    {
        if (Named().Match(statement) is not { Success: true } name || All.SingleOrDefault(t => t.Name == name.Groups["table"].Value) is not { } table)
        {
            return null;
        }

        return name.Groups["what"].Value switch
        {
            "LoadAll" => $"SELECT t.* FROM {table.Name} AS t;",
            "LoadAfter" => $"SELECT t.* FROM {table.Name} AS t WHERE t.{table.Number} > @after ORDER BY t.{table.Number};",
            "FindLast" => $"SELECT COALESCE(MAX(t.{table.Number}), 0) FROM {table.Name} AS t;",
            "LoadByKeys" => ByIds(table.Key[0]),
            "LoadByNumbers" => ByIds(table.Number!),
            _ => null,
        };

        string ByIds(string column) => provider == StoreProvider.Sqlite
            ? $"SELECT t.* FROM json_each(@ids) AS i JOIN {table.Name} AS t ON t.{column} = i.value;"
            : column.EndsWith("_no", StringComparison.Ordinal)
                ? $"SELECT t.* FROM OPENJSON(@ids) WITH (id bigint '$') AS i JOIN {table.Name} AS t ON t.{column} = i.id;"
                : $"SELECT t.* FROM OPENJSON(@ids) WITH (id nvarchar(400) COLLATE Latin1_General_100_BIN2 '$') AS i JOIN {table.Name} AS t ON t.{column} = i.id;";
    }

    [GeneratedRegex("^Sealed_(?<table>[a-z_]+)_(?<what>[A-Z][A-Za-z]+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Named();
}
