using System.Collections.Immutable;

namespace Picard.Gen.Analyzers;

/// <summary>A line of an effect table.</summary>
/// <param name="Type">The metadata name of the type that declares the member.</param>
/// <param name="Member">The metadata name of the member; <c>*</c>: every member that no other line names.</param>
/// <param name="Parameters">The names of the parameters' types, without namespaces; default: whatever they are.</param>
/// <param name="Effect">Null: harmless, also where a base type's line says otherwise.</param>
/// <param name="IsFramework">Whether the framework's reference assemblies declare it, which a test holds.</param>
internal sealed record EffectEntry(string Type, string Member, ImmutableArray<string> Parameters, Effect? Effect, bool IsFramework)
{
    private const string Rest = "...";

    /// <summary>Whether the entry means this one of the overloads that have its name.</summary>
    /// <param name="count">The number of its parameters.</param>
    /// <param name="typeOf">The name of the type of each, without namespace.</param>
    public bool SpeaksFor(int count, Func<int, string> typeOf)
    {
        if (Parameters.IsDefault)
        {
            return true;
        }

        var isPrefix = Parameters.Length > 0 && Parameters[Parameters.Length - 1] == Rest;
        var expected = isPrefix ? Parameters.Length - 1 : Parameters.Length;
        if (count < expected || (count > expected && !isPrefix))
        {
            return false;
        }

        for (var i = 0; i < expected; i++)
        {
            if (typeOf(i) != Parameters[i])
            {
                return false;
            }
        }

        return true;
    }
}
