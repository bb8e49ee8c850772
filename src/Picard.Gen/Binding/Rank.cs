namespace Picard.Gen;

// The ranks are one mechanism, so they share a file. Overload resolution prefers a conversion to a more derived class: an overload that takes
// Rank5 beats one that takes Rank4 whenever both apply. The argument is always null and costs nothing.

/// <summary>The first argument of overloads that would otherwise be ambiguous.</summary>
public static class Rank
{
    /// <summary>Converts to every rank; the highest that has an applicable overload wins.</summary>
    public static Rank5 Top => null!;
}

/// <summary>The last resort: what no other overload takes.</summary>
public class Rank0
{
    private protected Rank0()
    {
    }
}

/// <summary>Above <see cref="Rank0"/>.</summary>
public class Rank1 : Rank0
{
    private protected Rank1()
    {
    }
}

/// <summary>Above <see cref="Rank1"/>.</summary>
public class Rank2 : Rank1
{
    private protected Rank2()
    {
    }
}

/// <summary>Above <see cref="Rank2"/>.</summary>
public class Rank3 : Rank2
{
    private protected Rank3()
    {
    }
}

/// <summary>Above <see cref="Rank3"/>.</summary>
public class Rank4 : Rank3
{
    private protected Rank4()
    {
    }
}

/// <summary>The highest: exact types.</summary>
public sealed class Rank5 : Rank4
{
    private Rank5()
    {
    }
}
