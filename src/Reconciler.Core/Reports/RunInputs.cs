namespace Reconciler.Core.Reports;

/// <summary>What decided the result of a run besides its clock, kept in the audit with the run so that it can be repeated. People's decisions stand in the audit themselves: those count that came before the run's line.</summary>
/// <param name="Program">Tells one build of the matcher from another.</param>
/// <param name="Rules">SHA-256 over the settings that matching follows.</param>
/// <param name="Rates">SHA-256 over the wallets' published rates.</param>
/// <param name="Layouts">SHA-256 over the layouts by which files were read: what is stored already does not change with them.</param>
/// <param name="LastEntry">The number of the last version of an entry that was known.</param>
/// <param name="LastOrder">The number of the last version of an order that was known.</param>
/// <param name="LastFile">The number of the last file that was known.</param>
/// <param name="Ahead">By finding the last moment (UTC) of its case where that was later than the clock of the run; empty where no clock ran back.</param>
public sealed record RunInputs(
    string Program, string Rules, string Rates, string Layouts, long LastEntry, long LastOrder, long LastFile, IReadOnlyDictionary<string, DateTime> Ahead)
{
    /// <summary>What was other at another time and changes results, in words.</summary>
    public IEnumerable<string> Differences(RunInputs other)
    {
        if (Program != other.Program)
        {
            yield return "the program is another one";
        }

        if (Rules != other.Rules)
        {
            yield return "the settings under Matching are others";
        }

        if (Rates != other.Rates)
        {
            yield return "the published rates are others";
        }
    }
}
