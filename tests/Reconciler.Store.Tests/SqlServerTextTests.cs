using System.Text.RegularExpressions;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

public partial class SqlServerTextTests
{
    public static TheoryData<string> Texts => [.. SqlServerTexts.Statements().Concat(SqlServerTexts.Migrations()).Select(f => Path.GetRelativePath(Places.Root, f).Replace('\\', '/'))];

    public static TheoryData<string> StatementFiles =>
        [.. Directory.GetFiles(Path.Combine(Places.Root, "src", "Reconciler.Store", "Sql"), "*.sql", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Places.Root, f).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_text_is_T_SQL_of_2019_and_uses_nothing_that_its_kin_lack(string file)
    {
        var sql = File.ReadAllText(Path.Combine(Places.Root, file));

        Assert.Empty(SqlServerTexts.Parse(sql).Errors);
        Assert.Empty(SqlServerTexts.Refused(sql));
    }

    [Theory]
    [InlineData("MERGE t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET a = 1;", "MERGE")]
    [InlineData("CREATE OR ALTER VIEW v AS SELECT 1 AS a", "CREATE OR ALTER")]
    [InlineData("CREATE OR ALTER TRIGGER t ON u FOR UPDATE AS RETURN", "CREATE OR ALTER")]
    [InlineData("ALTER TABLE t ALTER COLUMN a int NOT NULL", "ALTER COLUMN")]
    [InlineData("WAITFOR DELAY '00:00:01'", "WAITFOR")]
    [InlineData("ALTER DATABASE d SET READ_COMMITTED_SNAPSHOT ON", "ALTER DATABASE")]
    [InlineData("CREATE TABLE #t (a int)", "#temp")]
    [InlineData("SELECT a FROM #t", "#temp")]
    [InlineData("UPDATE q SET a = 1 FROM q WITH (READPAST, UPDLOCK)", "READPAST")]
    [InlineData("WITH c AS (SELECT TOP (1) a FROM t) UPDATE c SET a = 1", "CTE")]
    [InlineData("WITH c AS (SELECT TOP (1) a FROM t) DELETE FROM c", "CTE")]
    [InlineData("SELECT a, COUNT(*) FROM t GROUP BY a", "an int")]
    [InlineData("SELECT COALESCE(SUM(DATALENGTH(a)), 0) FROM t", "an int")]
    [InlineData("SELECT CASE WHEN a > 1 THEN 1 ELSE 0 END AS b FROM t UNION ALL SELECT 2", "an int")]
    [InlineData("SELECT 1; IF 1 = 1 BEGIN MERGE t USING s ON t.a = s.a WHEN MATCHED THEN DELETE; END", "MERGE")] // however deep
    public void What_its_kin_lack_is_found(string sql, string what)
    {
        Assert.Empty(SqlServerTexts.Parse(sql).Errors);
        Assert.Contains(what, string.Join('\n', SqlServerTexts.Refused(sql)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALTER TABLE t ALTER COLUMN a int NULL")]
    [InlineData("WITH c AS (SELECT a FROM t) UPDATE u SET a = 1 FROM u JOIN c ON c.a = u.a")] // reads the CTE only
    [InlineData("CREATE VIEW v AS SELECT 1 AS a")]
    [InlineData("SELECT CAST(COUNT(*) AS bigint), COALESCE(MAX(a), 0) FROM t WHERE EXISTS (SELECT 1 FROM u)")]
    public void What_its_kin_know_passes(string sql) => Assert.Empty(SqlServerTexts.Refused(sql));

    [Fact]
    public void A_text_that_is_no_T_SQL_is_found() => Assert.Contains("1:", SqlServerTexts.Parse("SELECT a FROM t LIMIT 1").Errors, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(StatementFiles))]
    public void Every_statement_file_is_named_after_what_it_does_and_says_first_what_comes_back(string file)
    {
        var text = File.ReadAllText(Path.Combine(Places.Root, file));

        Assert.Matches(NamePattern(), Path.GetFileName(file));
        Assert.StartsWith("-- ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT *", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_statement_is_used_by_the_store()
    {
        var code = string.Concat(Directory.GetFiles(Path.Combine(Places.Root, "src", "Reconciler.Store"), "*.cs").Select(File.ReadAllText)).Replace("{shape.Name}", "Entry", StringComparison.Ordinal);

        var unused = StatementFiles.Select(f => Path.GetFileNameWithoutExtension(f.Data)).Where(n => !code.Contains($"\"{n.Replace("Order_", "Entry_", StringComparison.Ordinal)}\"", StringComparison.Ordinal));

        Assert.Empty(unused);
    }

    [GeneratedRegex("^[A-Z][A-Za-z]+_[A-Z][A-Za-z]+\\.sql$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();
}
