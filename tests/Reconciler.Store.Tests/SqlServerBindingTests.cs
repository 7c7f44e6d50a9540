using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Reconciler.Store.Tests;

/// <summary>Every statement for SQL Server is bound against the tables that the migrations make: a wrong table or column is found without a server.</summary>
public class SqlServerBindingTests
{
    // An unresolved name as an error or a warning, and a wrong column list. https://learn.microsoft.com/sql/tools/sql-database-projects
    private static readonly int[] Unresolved = [71501, 71502, 71005];

    private static readonly IReadOnlyList<string> Tables = AllTables();

    private static readonly Dictionary<string, string> ColumnTypes = CollectColumnTypes();

    public static TheoryData<string> Statements => [.. SqlServerTexts.Statements().Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Every_statement_names_tables_and_columns_that_are_there(string file) =>
        Assert.Empty(Bind(File.ReadAllText(SqlServerTexts.Statements().Single(f => Path.GetFileName(f) == file))));

    [Fact]
    public void Every_table_that_the_audit_vouches_for_is_read_by_columns_that_are_there() =>
        Assert.Empty(SealedTable.All.SelectMany(t => new[] { t.LoadAll, t.LoadByKeys }.Concat(t.Number is null ? [] : [t.LoadAfter, t.FindLast, t.LoadByNumbers]))
            .SelectMany(name => Bind(SealedTable.TextOf(StoreProvider.SqlServer, name)!)));

    [Theory]
    [InlineData("SELECT wallet FROM entry_versionz")]
    [InlineData("SELECT walet FROM entry_versions")]
    [InlineData("UPDATE disputes SET stat = @to_state WHERE dispute_id = @dispute_id")]
    [InlineData("UPDATE disputes SET state = @to_state OUTPUT inserted.dispute WHERE dispute_id = @dispute_id")]
    [InlineData("INSERT INTO audit (sequence) VALUES (@seq)")]
    [InlineData("SELECT q.seq FROM audit AS a")]
    public void A_name_that_is_not_there_is_found(string sql) => Assert.NotEmpty(Bind(sql));

    [Fact]
    public void The_whole_migration_makes_a_valid_model()
    {
        using var model = new TSqlModel(SqlServerVersion.Sql150, new TSqlModelOptions());
        foreach (var script in Tables.Concat(SqlServerTexts.Migrations().Select(File.ReadAllText).SelectMany(t => ScriptsOf<CreateIndexStatement>(t).Concat(ScriptsOf<CreateTriggerStatement>(t)))))
        {
            model.AddObjects(script);
        }

        Assert.Empty(model.Validate().Select(m => m.Message));
        Assert.Equal(27, model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass).Count());
        Assert.Equal(4, model.GetObjects(DacQueryScopes.UserDefined, DmlTrigger.TypeClass).Count());
    }

    private static List<string> Bind(string sql)
    {
        using var model = new TSqlModel(SqlServerVersion.Sql150, new TSqlModelOptions());
        foreach (var table in Tables)
        {
            model.AddObjects(table);
        }

        var parameters = string.Join(", ", ParametersOf(sql).Select(p => $"{p} {TypeOf(p)}"));
        model.AddObjects($"CREATE PROCEDURE dbo.bound_here {parameters} AS\nBEGIN\n{sql}\nEND");
        return [.. model.Validate()
            .Where(m => Unresolved.Contains(m.Number) && !m.Message.Contains("sp_getapplock", StringComparison.Ordinal) && !m.Message.Contains("[sys]", StringComparison.Ordinal)) // the system's own, unknown to an empty model
            .Select(m => m.Message)];
    }

    private static string TypeOf(string parameter) => parameter switch
    {
        "@max" or "@after" or "@until" or "@timeout_ms" => "bigint",
        "@text" or "@id" or "@owner" or "@from" or "@to" or "@queued" or "@sending" or "@waiting" => "nvarchar(400)",
        "@ids" or "@numbers" => "nvarchar(max)", // JSON
        "@from_time" or "@to_time" => "datetime2(7)",
        _ => ColumnTypes[parameter[1..]],
    };

    private static IEnumerable<string> ParametersOf(string sql)
    {
        var variables = new Variables();
        SqlServerTexts.Parse(sql).Tree.Accept(variables);
        return variables.Used.Except(variables.Declared, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);
    }

    private static Dictionary<string, string> CollectColumnTypes()
    {
        var types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in Tables)
        {
            foreach (var column in ((CreateTableStatement)((TSqlScript)SqlServerTexts.Parse(table).Tree).Batches[0].Statements[0]).Definition.ColumnDefinitions)
            {
                types[column.ColumnIdentifier.Value] = Script(column.DataType);
            }
        }

        return types;
    }

    /// <summary>The tables as all migrations together make them: the model takes no ALTER TABLE.</summary>
    private static List<string> AllTables()
    {
        var texts = SqlServerTexts.Migrations().Select(File.ReadAllText).ToList();
        var tables = texts.SelectMany(FragmentsOf<CreateTableStatement>).ToDictionary(t => t.SchemaObjectName.BaseIdentifier.Value);
        foreach (var change in texts.SelectMany(FragmentsOf<AlterTableStatement>))
        {
            var table = tables[change.SchemaObjectName.BaseIdentifier.Value].Definition;
            switch (change)
            {
                case AlterTableAddTableElementStatement added:
                    added.Definition.ColumnDefinitions.ToList().ForEach(table.ColumnDefinitions.Add);
                    break;
                case AlterTableDropTableElementStatement dropped:
                    dropped.AlterTableDropTableElements.ToList().ForEach(e => Drop(table, e));
                    break;
                case AlterTableAlterColumnStatement altered:
                    var column = table.ColumnDefinitions.Single(c => c.ColumnIdentifier.Value == altered.ColumnIdentifier.Value);
                    column.DataType = altered.DataType;
                    column.Constraints.OfType<NullableConstraintDefinition>().Single().Nullable = altered.AlterTableAlterColumnOption == AlterTableAlterColumnOption.Null;
                    break;
                default:
                    throw new NotSupportedException(Script(change));
            }
        }

        return [.. tables.Values.Select(Script)];
    }

    private static void Drop(TableDefinition table, AlterTableDropTableElement element)
    {
        var wasThere = element.TableElementType == TableElementType.Constraint
            ? table.TableConstraints.Remove(table.TableConstraints.Single(c => c.ConstraintIdentifier?.Value == element.Name.Value))
            : table.ColumnDefinitions.Remove(table.ColumnDefinitions.Single(c => c.ColumnIdentifier.Value == element.Name.Value));
        Assert.True(wasThere);
    }

    private static IEnumerable<string> ScriptsOf<T>(string sql)
        where T : TSqlFragment => FragmentsOf<T>(sql).Select(Script);

    private static List<T> FragmentsOf<T>(string sql)
        where T : TSqlFragment
    {
        var walk = new Collector<T>();
        SqlServerTexts.Parse(sql).Tree.Accept(walk);
        return walk.Found;
    }

    private static string Script(TSqlFragment fragment)
    {
        new Sql150ScriptGenerator().GenerateScript(fragment, out var script);
        return script;
    }

    private sealed class Variables : TSqlFragmentVisitor
    {
        public HashSet<string> Used { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Declared { get; } = new(StringComparer.OrdinalIgnoreCase);

        public override void Visit(VariableReference node) => Used.Add(node.Name);

        public override void Visit(DeclareVariableElement node) => Declared.Add(node.VariableName.Value);

        // In EXEC sp @Name = value the name is the procedure's own parameter.
        public override void ExplicitVisit(ExecuteParameter node) => node.ParameterValue.Accept(this);
    }

    private sealed class Collector<T> : TSqlFragmentVisitor
        where T : TSqlFragment
    {
        public List<T> Found { get; } = [];

        public override void Visit(TSqlFragment fragment)
        {
            if (fragment is T found)
            {
                Found.Add(found);
            }
        }
    }
}
