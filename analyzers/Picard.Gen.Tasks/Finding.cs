using Picard.Gen.Analyzers;

namespace Picard.Gen.Tasks;

/// <summary>Why a method blocks.</summary>
/// <param name="Parameter">The argument that decides, if there is a condition.</param>
/// <param name="Chain">The calls between the method and the one that blocks, and that one.</param>
internal sealed record Finding(EffectKind Kind, string? Twin, EffectCondition Condition, int Parameter, string Chain, int Calls)
{
    /// <summary>Whether neither an argument nor a flag decides.</summary>
    public bool IsAlways => Condition == EffectCondition.Always && Flag < 0;

    /// <summary>The parameter that must be <see cref="FlagValue"/>, or the method does not block; negative: none.</summary>
    public int Flag { get; init; } = -1;

    public int FlagValue { get; init; }

    /// <summary>Whether it blocks only when the sequence that it returns is gone through.</summary>
    public bool IsDeferred { get; init; }
}
