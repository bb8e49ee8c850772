namespace Picard.Http.Fuzz;

/// <summary>Under which limits an input is parsed.</summary>
public enum FuzzLimits
{
    /// <summary>Those of a server that is told nothing.</summary>
    Default,

    /// <summary>So small that mutated inputs meet every one of them.</summary>
    Small,
}
