using Microsoft.SqlServer.TransactSql.ScriptDom;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

/// <summary>Every SQL text that SQL Server gets, read by its own parser.</summary>
internal static class SqlServerTexts
{
    private static readonly string Room = Path.Combine(Places.Root, "src", "Reconciler.Store");

    private static readonly string[] Folders = ["Shared", "SqlServer"];

    public static IEnumerable<string> Statements() =>
        Folders.SelectMany(f => Directory.GetFiles(Path.Combine(Room, "Sql", f), "*.sql")).Order(StringComparer.Ordinal);

    public static IEnumerable<string> Migrations() => Directory.GetFiles(Path.Combine(Room, "Migrations", "SqlServer"), "*.sql").Order(StringComparer.Ordinal);

    /// <summary>The syntax tree, or the errors as a clerk's programmer would want them.</summary>
    public static (TSqlFragment Tree, string Errors) Parse(string sql)
    {
        using var reader = new StringReader(sql);
        var tree = new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        return (tree, string.Join('\n', errors.Select(e => $"{e.Line}:{e.Column} {e.Message}")));
    }

    /// <summary>What a text uses that not every server which speaks T-SQL understands.</summary>
    public static IReadOnlyList<string> Refused(string sql)
    {
        var walk = new RefusedConstructs();
        Parse(sql).Tree.Accept(walk);
        return walk.Found;
    }

    private sealed class RefusedConstructs : TSqlFragmentVisitor
    {
        private readonly HashSet<string> expressions = new(StringComparer.OrdinalIgnoreCase);

        public List<string> Found { get; } = [];

        public override void Visit(MergeStatement node) => Add(node, "MERGE");

        public override void Visit(WaitForStatement node) => Add(node, "WAITFOR");

        public override void Visit(AlterDatabaseStatement node) => Add(node, "ALTER DATABASE");

        public override void Visit(CreateOrAlterProcedureStatement node) => Add(node, "CREATE OR ALTER");

        public override void Visit(CreateOrAlterFunctionStatement node) => Add(node, "CREATE OR ALTER");

        public override void Visit(CreateOrAlterTriggerStatement node) => Add(node, "CREATE OR ALTER");

        public override void Visit(CreateOrAlterViewStatement node) => Add(node, "CREATE OR ALTER");

        public override void Visit(AlterTableAlterColumnStatement node)
        {
            if (node.AlterTableAlterColumnOption == AlterTableAlterColumnOption.NotNull)
            {
                Add(node, "ALTER COLUMN … NOT NULL");
            }
        }

        public override void Visit(TableHint node)
        {
            if (node.HintKind == TableHintKind.ReadPast)
            {
                Add(node, "READPAST");
            }
        }

        public override void Visit(SchemaObjectName node)
        {
            if (node.BaseIdentifier?.Value.StartsWith('#') == true)
            {
                Add(node, "a #temp table");
            }
        }

        public override void Visit(TSqlBatch node)
        {
            foreach (var told in node.Statements.OfType<SelectStatement>().SelectMany(s => Selected(s.QueryExpression)).Where(IsInt))
            {
                Add(told, "an int, where the program reads a bigint");
            }
        }

        private static IEnumerable<ScalarExpression> Selected(QueryExpression query) => query switch
        {
            QuerySpecification one => one.SelectElements.OfType<SelectScalarExpression>().Select(e => e.Expression),
            BinaryQueryExpression both => Selected(both.FirstQueryExpression).Concat(Selected(both.SecondQueryExpression)),
            QueryParenthesisExpression inner => Selected(inner.QueryExpression),
            _ => [],
        };

        private static bool IsInt(ScalarExpression expression) => expression switch
        {
            IntegerLiteral => true,
            FunctionCall call => call.FunctionName.Value.ToUpperInvariant() switch
            {
                "COUNT" or "LEN" or "DATALENGTH" or "DATEDIFF" or "CHARINDEX" => true,
                "SUM" or "MAX" or "MIN" => call.Parameters.All(IsInt),
                _ => false,
            },
            CoalesceExpression first => first.Expressions.All(IsInt),
            SearchedCaseExpression cases => cases.WhenClauses.All(w => IsInt(w.ThenExpression)),
            SimpleCaseExpression cases => cases.WhenClauses.All(w => IsInt(w.ThenExpression)),
            BinaryExpression both => IsInt(both.FirstExpression) && IsInt(both.SecondExpression),
            UnaryExpression one => IsInt(one.Expression),
            ParenthesisExpression inner => IsInt(inner.Expression),
            _ => false,
        };

        public override void Visit(CommonTableExpression node) => expressions.Add(node.ExpressionName.Value);

        public override void Visit(UpdateSpecification node) => AddIfExpression(node.Target);

        public override void Visit(DeleteSpecification node) => AddIfExpression(node.Target);

        private void AddIfExpression(TableReference target)
        {
            if (target is NamedTableReference { SchemaObject: { SchemaIdentifier: null } name } && expressions.Contains(name.BaseIdentifier.Value))
            {
                Add(target, "a CTE that is written to");
            }
        }

        private void Add(TSqlFragment node, string what) => Found.Add($"{node.StartLine}:{node.StartColumn} {what}");
    }
}
