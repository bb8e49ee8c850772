using Picard.Gen.Analyzers;

namespace Picard.Gen.Tasks;

/// <summary>Why a method blocks.</summary>
/// <param name="Parameter">The argument that decides, if there is a condition.</param>
/// <param name="Chain">The calls between the method and the one that blocks, and that one.</param>
internal sealed record Finding(EffectKind Kind, string? Twin, EffectCondition Condition, int Parameter, string Chain, int Calls)
{
    public bool IsAlways => Condition == EffectCondition.Always;
}
