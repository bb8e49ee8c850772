using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>What is known at one point of one path. Two paths that know the same go on as one.</summary>
internal sealed class LifetimeState : IEquatable<LifetimeState>
{
    public static readonly LifetimeState Empty = new();

    /// <summary>By local, parameter, field or flow capture.</summary>
    public ImmutableDictionary<object, Lent> Variables { get; private set; } = ImmutableDictionary<object, Lent>.Empty;

    public ImmutableDictionary<int, (LoanState State, LoanFlags Flags)> Loans { get; private set; } = ImmutableDictionary<int, (LoanState, LoanFlags)>.Empty;

    /// <summary>Where something got hold of a loan that may outlive it.</summary>
    public ImmutableDictionary<SyntaxNode, ulong> Escapes { get; private set; } = ImmutableDictionary<SyntaxNode, ulong>.Empty;

    /// <summary>Conditions that were seen to hold or not.</summary>
    public ImmutableDictionary<string, bool> Facts { get; private set; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>The readers and writers that were completed, and those with a read that nothing has waited for.</summary>
    public ImmutableHashSet<string> Keys { get; private set; } = ImmutableHashSet<string>.Empty;

    /// <summary>Where a finally goes on.</summary>
    public Continuation? Continuation { get; private set; }

    public LoanState StateOf(int loan) => Loans.TryGetValue(loan, out var at) ? at.State : LoanState.None;

    public LoanFlags FlagsOf(int loan) => Loans.TryGetValue(loan, out var at) ? at.Flags : LoanFlags.None;

    public Lent Of(object variable) => Variables.TryGetValue(variable, out var value) ? value : default;

    public LifetimeState With(object variable, Lent value) =>
        Of(variable) == value ? this : Copy(s => s.Variables = value.IsNothing ? Variables.Remove(variable) : Variables.SetItem(variable, value));

    public LifetimeState WithVariables(ImmutableDictionary<object, Lent> variables) => ReferenceEquals(variables, Variables) ? this : Copy(s => s.Variables = variables);

    public LifetimeState With(int loan, LoanState state) => With(loan, state, FlagsOf(loan));

    public LifetimeState With(int loan, LoanState state, LoanFlags flags) =>
        StateOf(loan) == state && FlagsOf(loan) == flags ? this : Copy(s => s.Loans = Loans.SetItem(loan, (state, flags)));

    public LifetimeState With(int loan, LoanFlags more) => With(loan, StateOf(loan), FlagsOf(loan) | more);

    public LifetimeState WithEscape(SyntaxNode place, ulong loans)
    {
        Escapes.TryGetValue(place, out var before);
        return (before | loans) == before ? this : Copy(s => s.Escapes = Escapes.SetItem(place, before | loans));
    }

    public LifetimeState WithoutEscapes(ulong loans) => Escapes.IsEmpty ? this : Copy(s => s.Escapes = Escapes
        .Where(e => (e.Value & ~loans) != 0).ToImmutableDictionary(static e => e.Key, e => e.Value & ~loans));

    public LifetimeState WithFact(string condition, bool holds) => Facts.TryGetValue(condition, out var known) && known == holds ? this : Copy(s => s.Facts = Facts.SetItem(condition, holds));

    /// <param name="variable">Its name; null: a local that the compiler has made, as for a lock.</param>
    public LifetimeState WithoutFactsOf(string? variable)
    {
        if (variable is null || Facts.IsEmpty)
        {
            return this;
        }

        var kept = Facts;
        foreach (var condition in Facts.Keys)
        {
            if (condition.IndexOf(variable, StringComparison.Ordinal) >= 0)
            {
                kept = kept.Remove(condition);
            }
        }

        return ReferenceEquals(kept, Facts) ? this : Copy(s => s.Facts = kept);
    }

    public LifetimeState WithKey(string key) => Keys.Contains(key) ? this : Copy(s => s.Keys = Keys.Add(key));

    public LifetimeState WithoutKey(string key) => Keys.Contains(key) ? Copy(s => s.Keys = Keys.Remove(key)) : this;

    public LifetimeState With(Continuation? continuation) => Copy(s => s.Continuation = continuation);

    /// <inheritdoc/>
    public bool Equals(LifetimeState? other) => other is not null && (ReferenceEquals(this, other)
        || (Equals(Continuation, other.Continuation) && Same(Variables, other.Variables) && Same(Loans, other.Loans) && Same(Escapes, other.Escapes)
            && Same(Facts, other.Facts) && Keys.SetEquals(other.Keys)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LifetimeState);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Variables.Count + (31 * Loans.Count) + (7 * Facts.Count) + (Continuation?.GetHashCode() ?? 0);
        foreach (var loan in Loans)
        {
            hash ^= (loan.Key * 397) + ((int)loan.Value.State * 31) + ((int)loan.Value.Flags * 1009);
        }

        return hash;
    }

    private static bool Same<TKey, TValue>(ImmutableDictionary<TKey, TValue> left, ImmutableDictionary<TKey, TValue> right)
        where TKey : notnull
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var pair in left)
        {
            if (!right.TryGetValue(pair.Key, out var value) || !EqualityComparer<TValue>.Default.Equals(pair.Value, value))
            {
                return false;
            }
        }

        return true;
    }

    private LifetimeState Copy(Action<LifetimeState> change)
    {
        var copy = (LifetimeState)MemberwiseClone();
        change(copy);
        return copy;
    }
}
