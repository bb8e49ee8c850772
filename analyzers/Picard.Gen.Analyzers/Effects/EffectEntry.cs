using System.Collections.Immutable;

namespace Picard.Gen.Analyzers;

/// <summary>A line of an effect table.</summary>
/// <param name="Type">The metadata name of the type that declares the member.</param>
/// <param name="Member">The metadata name of the member; <c>*</c>: every member that no other line names.</param>
/// <param name="Parameters">The names of the parameters' types, without namespaces; default: whatever they are.</param>
/// <param name="Effect">Null: harmless, also where a base type's line says otherwise.</param>
/// <param name="IsFramework">Whether the framework's reference assemblies declare it, which a test holds.</param>
internal sealed record EffectEntry(string Type, string Member, ImmutableArray<string> Parameters, Effect? Effect, bool IsFramework);
