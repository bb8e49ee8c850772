using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

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
    public bool SpeaksFor(IMethodSymbol method)
    {
        if (Parameters.IsDefault)
        {
            return true;
        }

        var parameters = method.Parameters;
        var isPrefix = Parameters.Length > 0 && Parameters[Parameters.Length - 1] == Rest;
        var expected = isPrefix ? Parameters.Length - 1 : Parameters.Length;
        if (parameters.Length < expected || (parameters.Length > expected && !isPrefix))
        {
            return false;
        }

        for (var i = 0; i < expected; i++)
        {
            if (MetadataNames.Short(parameters[i].Type) != Parameters[i])
            {
                return false;
            }
        }

        return true;
    }
}
