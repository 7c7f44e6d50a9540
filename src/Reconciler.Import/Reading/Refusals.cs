using Reconciler.Import.Layouts;

namespace Reconciler.Import.Reading;

/// <summary>What is wrong with the record that is being read: the first thing that was found, which rejects it.</summary>
internal sealed class Refusals
{
    public Problem? First { get; private set; }

    /// <summary>The line that is being looked at: of an order over several lines each in turn.</summary>
    public int Line { get; set; }

    public bool Any => First is not null;

    public void Begin(int line, Problem? problem) => (Line, First) = (line, problem);

    public void Refuse(Field field, string why) => First ??= new Problem(Line, field.Column, field.ToString(), why);

    /// <returns>The value.</returns>
    public T Refuse<T>(Field field, string why, T value)
    {
        Refuse(field, why);
        return value;
    }
}
