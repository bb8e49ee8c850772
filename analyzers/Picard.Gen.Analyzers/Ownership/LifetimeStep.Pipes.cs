using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <content>Pipes: reads and their AdvanceTo, writes and their Advance, and completion.</content>
internal sealed partial class LifetimeStep
{
    private const string Reading = "reading ";
    private const string Done = "done ";

    private Lent? EvaluatePipe(IInvocationOperation call, string? key, Lent[] arguments)
    {
        var target = call.TargetMethod;
        var receiver = OperandOf(call.Instance)?.Type;
        if (LifetimeTypes.DerivesFrom(receiver, types.PipeReader))
        {
            return target.Name switch
            {
                "AdvanceTo" => Advance(call, key, arguments),
                "ReadAsync" or "ReadAtLeastAsync" => BeginRead(call, key),
                "TryRead" => TryRead(call, key),
                "Complete" or "CompleteAsync" => Complete(call, key),
                "AsStream" or "CopyToAsync" => Passed(key),
                _ => null,
            };
        }

        if (LifetimeTypes.Implements(receiver, types.BufferWriter) || LifetimeTypes.DerivesFrom(receiver, types.PipeWriter))
        {
            return target.Name switch
            {
                "GetMemory" or "GetSpan" => BeginWrite(call, key),
                "Advance" => Written(call, key, null),
                "FlushAsync" => Written(call, key, null),
                "WriteAsync" when arguments.Length > 0 => Written(call, key, arguments[0]),
                "Complete" or "CompleteAsync" => Complete(call, key),
                "AsStream" => Passed(key),
                _ => null,
            };
        }

        if (target.Name == "Reset" && LifetimeTypes.Is(receiver, types.Pipe) && key is not null)
        {
            State = State.WithoutKey(Done + key + ".Reader").WithoutKey(Done + key + ".Writer");
        }

        return CreatePipe(call);
    }

    private Lent? CreatePipe(IInvocationOperation call) =>
        call.TargetMethod is { Name: "Create", IsStatic: true } && types.IsPipeEnd(call.Type) && types.IsPipeEnd(call.TargetMethod.ContainingType) && OwnerOf(call) is { } name
            ? Made(call.Syntax, name)
            : null;

    private Lent Made(SyntaxNode place, string key)
    {
        Take(LoanKind.PipeEnd, place, key);
        return new Lent(0, Key: key);
    }

    /// <summary>The local that is made from an operation.</summary>
    private static string? OwnerOf(IOperation made) =>
        made.Parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } && SymbolEqualityComparer.Default.Equals(local.Type, made.Type) ? local.Local.Name : null;

    private Lent BeginRead(IInvocationOperation call, string? key)
    {
        if (key is null)
        {
            return default;
        }

        if (State.Keys.Contains(Done + key))
        {
            Report(Rules.UsedAfterComplete, call.Syntax, call.Instance!.Syntax);
        }

        if (State.Keys.Contains(Reading + key))
        {
            Report(Rules.ConcurrentRead, call.Syntax, call.Instance!.Syntax);
        }

        EndReads(key, call.Syntax);
        State = State.WithKey(Reading + key);
        return new Lent(0, Key: key);
    }

    /// <summary>The next read ends the one before: it must have been given back, and not so that this one comes at once with the same content.</summary>
    private void EndReads(string key, SyntaxNode place)
    {
        for (var i = 0; i < _loans.Count; i++)
        {
            var loan = _loans[i];
            if (loan.Kind != LoanKind.Read || loan.Key != key)
            {
                continue;
            }

            var flags = State.FlagsOf(i);
            if (State.StateOf(i) == LoanState.Valid)
            {
                Report(Rules.ReadNotAdvanced, loan.Place, loan.Place);
                Set(1UL << i, LoanState.Released);
            }
            else if (State.StateOf(i) == LoanState.Released && loan.Place.Span.Contains(place.Span) && State.Of(AdvanceOf(i)).Place is { } advance)
            {
                if ((flags & LoanFlags.Unexamined) != 0)
                {
                    Report(Rules.NothingExamined, advance, advance);
                }

                if ((flags & LoanFlags.Dropped) != 0)
                {
                    Report(Rules.RestDropped, advance, advance);
                }
            }

            State = State.With(AdvanceOf(i), default);
        }
    }

    private static object AdvanceOf(int loan) => (nameof(AdvanceOf), loan);

    private Lent FinishRead(IOperation read, string? key)
    {
        if (key is not null)
        {
            State = State.WithoutKey(Reading + key);
        }

        var loan = Take(LoanKind.Read, read.Syntax, key);
        return new Lent(loan, Key: null);
    }

    private Lent TryRead(IInvocationOperation call, string? key)
    {
        if (call.Arguments.Length != 1 || VariableOf(call.Arguments[0].Value) is not { } variable)
        {
            return default;
        }

        if (key is not null)
        {
            EndReads(key, call.Syntax);
        }

        var taken = Take(LoanKind.Read, call.Syntax, key);
        State = State.With(variable, new Lent(taken));
        if (call.Parent is not (null or IUnaryOperation { Parent: null }) || OutlivingType(variable) is not null)
        {
            // Whether there was something to read is not followed; what outlives the method is advanced by whoever gets it.
            Set(State.Of(variable).Loans, LoanState.Passed);
        }

        return default;
    }

    private Lent Advance(IInvocationOperation call, string? key, Lent[] arguments)
    {
        if (key is not null && State.Keys.Contains(Done + key))
        {
            Report(Rules.UsedAfterComplete, call.Syntax, call.Instance!.Syntax);
        }

        var reads = MaskOf(loan => loan.Kind == LoanKind.Read && (key is null || loan.Key is null || loan.Key == key));
        var examined = arguments.Length > 1 ? arguments[1] : arguments.Length > 0 ? arguments[0] : default;
        var live = InState(reads, LoanState.Valid);
        for (var i = 0; i < _loans.Count; i++)
        {
            if ((live & (1UL << i)) == 0)
            {
                continue;
            }

            State = State.With(AdvanceOf(i), new Lent(0, Place: call.Syntax, Key: "advance"));
            if (examined.Position == Position.Waiting)
            {
                Flag(1UL << i, LoanFlags.Unexamined);
            }

            if (arguments.Length > 0 && arguments[0].Position == Position.End)
            {
                var lost = (State.FlagsOf(i) & (LoanFlags.Rest | LoanFlags.Completed)) == LoanFlags.Rest;
                Flag(1UL << i, lost ? LoanFlags.Touched | LoanFlags.Dropped : LoanFlags.Touched);
            }
        }

        Release(live);
        if (key is null)
        {
            Set(live, LoanState.Passed);
        }

        return default;
    }

    private Lent Complete(IInvocationOperation call, string? key)
    {
        if (key is not null)
        {
            CompleteEnd(key);
            State = State.WithKey(Done + key);
        }

        return default;
    }

    private void CompleteEnd(string key)
    {
        SkippedBefore(key);
        Release(MaskOf(loan => loan.Kind is LoanKind.Read or LoanKind.Written && loan.Key == key));
        Set(MaskOf(loan => loan.Kind == LoanKind.PipeEnd && loan.Key == key), LoanState.Released);
    }

    /// <summary>A reader is completed while content that nobody looked at is in its buffer.</summary>
    private void SkippedBefore(string key)
    {
        for (var i = 0; i < _loans.Count; i++)
        {
            if (_loans[i] is { Kind: LoanKind.Read } loan && loan.Key == key && State.StateOf(i) == LoanState.Valid
                && (State.FlagsOf(i) & (LoanFlags.Skipped | LoanFlags.Touched)) == LoanFlags.Skipped)
            {
                Skipped(loan);
            }
        }
    }

    private Lent BeginWrite(IInvocationOperation call, string? key)
    {
        if (key is null)
        {
            return default;
        }

        if (State.Keys.Contains(Done + key))
        {
            Report(Rules.UsedAfterComplete, call.Syntax, call.Instance!.Syntax);
        }

        return new Lent(Take(LoanKind.Written, call.Syntax, key));
    }

    private Lent Written(IInvocationOperation call, string? key, Lent? source)
    {
        if (key is not null)
        {
            if (State.Keys.Contains(Done + key) && call.TargetMethod.Name != "Advance")
            {
                Report(Rules.UsedAfterComplete, call.Syntax, call.Instance!.Syntax);
            }

            Release(MaskOf(loan => loan.Kind == LoanKind.Written && loan.Key == key));
        }

        if (source is { } content)
        {
            Touch(content.Loans);
        }

        return source is { Loans: not 0 } given ? new Lent(given.Loans, Pending: call.Syntax) : default;
    }

    private Lent? Passed(string? key)
    {
        PassEnd(key);
        return null;
    }

    /// <summary>An end of a pipe that somebody else has now is completed by them.</summary>
    private void PassEnd(string? key)
    {
        if (key is not null)
        {
            Set(MaskOf(loan => loan.Kind is LoanKind.PipeEnd && loan.Key is { } end && (end == key || end.StartsWith(key + ".", StringComparison.Ordinal))), LoanState.Passed);
            State = State.WithoutKey(Reading + key);
        }
    }

    private void PassEnds(HashSet<string> names)
    {
        foreach (var loan in _loans)
        {
            if (loan.Kind == LoanKind.PipeEnd && loan.Key is { } key && names.Contains(key.Split('.')[0]))
            {
                PassEnd(key);
            }
        }
    }

    /// <summary>Begins to answer for an end of a pipe that was made here, once it is looked at.</summary>
    private void Begin(string key)
    {
        var dot = key.LastIndexOf('.');
        if (dot > 0 && State.Of((nameof(Begin), key.Substring(0, dot))).Place is { } place && State.Of((nameof(Begin), key)).IsNothing)
        {
            State = State.With((nameof(Begin), key), new Lent(0, Key: key));
            Take(LoanKind.PipeEnd, place, key);
        }
    }
}
