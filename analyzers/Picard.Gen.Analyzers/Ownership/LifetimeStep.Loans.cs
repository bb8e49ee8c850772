using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <content>Loans: taking, giving back, and what is wrong afterwards.</content>
internal sealed partial class LifetimeStep
{
    // Limit: bits of a mask, two a loan: the one of this time round a loop and the one of the time before.
    private const int MaxLoans = 62;

    private static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal)
    {
        "Dispose", "DisposeAsync", "Close", "Clear", "ToString", "GetType", "Equals", "GetHashCode", "Complete", "CompleteAsync", "TryComplete", "Return",
    };

    private readonly List<Loan> _loans = [];
    private readonly Dictionary<(SyntaxNode, LoanKind, string?), int> _places = [];
    private readonly Dictionary<(string Id, SyntaxNode Place), Diagnostic> _reports = [];

    private readonly HashSet<SyntaxNode> _touched = [];
    private readonly HashSet<SyntaxNode> _skipped = [];

    public IEnumerable<Diagnostic> Reports
    {
        get
        {
            foreach (var place in _skipped.Where(_touched.Contains))
            {
                Report(Rules.ContentSkipped, place, place);
            }

            return _reports.Values;
        }
    }

    /// <summary>The loans that begin with the method: the octets of an event.</summary>
    public LifetimeState First()
    {
        if (isEvent)
        {
            foreach (var parameter in method.Parameters)
            {
                if (parameter.RefKind == RefKind.None && types.IsView(parameter.Type) && DeclarationOf(parameter) is { } declaration)
                {
                    var taken = Take(LoanKind.Event, declaration);
                    State = State.With(parameter, new Lent(taken));
                }
            }
        }

        return State;
    }

    /// <summary>What is still wrong when the method returns.</summary>
    public void Exit(LifetimeState state)
    {
        State = state;
        var result = state.Of(s_result);
        Keep(result.Loans);
        State = State.With(s_result, default);
        if (isEvent)
        {
            Release(MaskOf(static loan => loan.Kind == LoanKind.Event));
        }


        // Tasks that go on were told of when the memory was given back.
        Outlives(result.Pending is null ? result.Loans & Released(static k => k is LoanKind.Read or LoanKind.Array or LoanKind.Owner) : 0, result.Place);
        foreach (var variable in state.Variables)
        {
            if (variable.Value.Pending is null && OutlivingType(variable.Key) is { Name: not ("ReadResult" or "SequencePosition") })
            {
                Outlives(variable.Value.Loans & Released(static k => k is LoanKind.Read or LoanKind.Array or LoanKind.Owner or LoanKind.Event), variable.Value.Place);
            }
        }

        for (var loan = 0; loan < _loans.Count; loan++)
        {
            if (State.StateOf(loan) == LoanState.Valid && (State.FlagsOf(loan) & LoanFlags.Kept) == 0 && !state.Keys.Contains(LifetimeWalk.Caught))
            {
                ReportOpen(loan);
            }
        }
    }

    /// <summary>The type of a variable that is there when the method has ended.</summary>
    private static ITypeSymbol? OutlivingType(object variable) => variable switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out } parameter => parameter.Type,
        _ => null,
    };

    private void ReportOpen(int index)
    {
        var loan = _loans[index];
        var flags = State.FlagsOf(index);
        switch (loan.Kind)
        {
            case LoanKind.Read when (flags & LoanFlags.Skipped) != 0 && (flags & LoanFlags.Touched) == 0:
                Skipped(loan);
                break;
            case LoanKind.Read when loan.Key is not null && (flags & LoanFlags.Completed) == 0:
                Report(Rules.ReadNotAdvanced, loan.Place, loan.Place);
                break;
            case LoanKind.Array or LoanKind.Owner:
                Report(Rules.PooledNotReturned, loan.Place, loan.Place);
                break;
            case LoanKind.Connection:
                Report(Rules.ConnectionNotReleased, loan.Place, loan.Place);
                break;
            case LoanKind.PipeEnd:
                Report(Rules.PipeNotCompleted, loan.Place, loan.Key);
                break;
        }
    }

    /// <summary>Takes a loan at a place; the one that was taken there before becomes another, so that a loop does not mix them up.</summary>
    private ulong Take(LoanKind kind, SyntaxNode place, string? key = null)
    {
        if (!_places.TryGetValue((place, kind, key), out var loan))
        {
            if (_loans.Count >= MaxLoans)
            {
                return 0;
            }

            loan = _loans.Count;
            _places.Add((place, kind, key), loan);
            _loans.Add(new Loan(kind, place, key));
            _loans.Add(new Loan(kind, place, key));
        }

        var bit = 1UL << loan;
        var before = State.StateOf(loan);
        if (before != LoanState.None)
        {
            var older = kind is LoanKind.Read or LoanKind.Written ? LoanState.Released : before;
            State = State.With(loan + 1, older, State.FlagsOf(loan));
            foreach (var variable in State.Variables)
            {
                if ((variable.Value.Loans & bit) != 0)
                {
                    State = State.With(variable.Key, variable.Value with { Loans = (variable.Value.Loans & ~bit) | (bit << 1) });
                }
            }
        }

        State = State.WithoutEscapes(bit).With(loan, LoanState.Valid, LoanFlags.None);
        return bit;
    }

    private ulong MaskOf(Func<Loan, bool> condition)
    {
        ulong mask = 0;
        for (var i = 0; i < _loans.Count; i++)
        {
            mask |= condition(_loans[i]) ? 1UL << i : 0;
        }

        return mask;
    }

    private ulong InState(ulong loans, LoanState state)
    {
        ulong mask = 0;
        for (var i = 0; i < _loans.Count; i++)
        {
            mask |= (loans & (1UL << i)) != 0 && State.StateOf(i) == state ? 1UL << i : 0;
        }

        return mask;
    }

    private ulong Released(Func<LoanKind, bool> kinds) => InState(MaskOf(loan => kinds(loan.Kind)), LoanState.Released);

    private void Set(ulong loans, LoanState state)
    {
        for (var i = 0; i < _loans.Count; i++)
        {
            if ((loans & (1UL << i)) != 0 && State.StateOf(i) != LoanState.None)
            {
                State = State.With(i, state);
            }
        }
    }

    private void Flag(ulong loans, LoanFlags flag)
    {
        for (var i = 0; i < _loans.Count && loans != 0; i++)
        {
            if ((loans & (1UL << i)) != 0 && State.StateOf(i) != LoanState.None)
            {
                State = State.With(i, flag);
            }
        }
    }

    private void Touch(ulong loans)
    {
        for (var i = 0; i < _loans.Count && loans != 0; i++)
        {
            if ((loans & (1UL << i)) != 0 && _loans[i].Kind == LoanKind.Read)
            {
                _touched.Add(_loans[i].Place);
            }
        }

        Flag(loans, LoanFlags.Touched);
    }

    /// <summary>Of content that no path looks at, none is lost.</summary>
    private void Skipped(Loan loan) => _skipped.Add(loan.Place);

    private void Keep(ulong loans) => Flag(loans, LoanFlags.Kept);

    /// <summary>Gives loans back: what got hold of them before, and has not finished, now has memory of somebody else.</summary>
    private void Release(ulong loans)
    {
        loans = InState(loans, LoanState.Valid);
        if (loans == 0)
        {
            return;
        }

        foreach (var escape in State.Escapes)
        {
            Outlives(escape.Value & loans, escape.Key);
        }

        foreach (var variable in State.Variables)
        {
            // On the way of an exception nothing can be waited for.
            if (variable.Value.Pending is { } call && State.Continuation is not { Branch: null })
            {
                Outlives(variable.Value.Loans & loans, call);
            }
        }

        Set(loans, LoanState.Released);
    }

    private void Outlives(ulong loans, SyntaxNode? place)
    {
        if (loans != 0 && place is not null)
        {
            Report(Rules.MemoryOutlived, place, place, Giver(loans));
        }
    }

    private void Escape(SyntaxNode place, ulong loans)
    {
        if (loans != 0)
        {
            Keep(loans);
            State = State.WithEscape(place, loans);
        }
    }

    /// <summary>What ends the first of some loans, in words.</summary>
    private string Giver(ulong loans)
    {
        for (var i = 0; i < _loans.Count; i++)
        {
            if ((loans & (1UL << i)) != 0)
            {
                return _loans[i].Kind switch
                {
                    LoanKind.Read => "AdvanceTo gives it back to the pipe",
                    LoanKind.Array => "Return gives it back to the pool",
                    LoanKind.Owner => "Dispose gives it back to the pool",
                    _ => $"'{Names.Of((ISymbol)method)}' ends",
                };
            }
        }

        return "";
    }

    /// <summary>Reports a use of what was given back; the value then counts as unknown, so that one mistake is one report.</summary>
    private Lent Check(IOperation reference, Lent value)
    {
        if (value.Loans == 0 || value.Pending is not null)
        {
            return value;
        }

        var stale = value.Loans & Released(static kind => kind is LoanKind.Read or LoanKind.Written or LoanKind.Array or LoanKind.Owner);
        if (stale == 0 || !IsUse(reference))
        {
            return value;
        }

        var kind = _loans[IndexOf(stale)].Kind;
        var rule = kind switch
        {
            LoanKind.Read => Rules.UsedAfterAdvance,
            LoanKind.Written => Rules.WrittenAfterAdvance,
            _ => Rules.UsedAfterReturn,
        };
        Report(rule, reference.Syntax, reference.Syntax);
        if (VariableOf(reference) is { } variable)
        {
            State = State.With(variable, default);
        }

        return default;
    }

    private static int IndexOf(ulong mask)
    {
        var index = 0;
        while ((mask & 1) == 0)
        {
            mask >>= 1;
            index++;
        }

        return index;
    }

    /// <summary>Whether a reference looks at what it refers to, and does not just move, compare or dispose it.</summary>
    private bool IsUse(IOperation reference)
    {
        if (LifetimeTypes.Is(reference.Type, types.ReadResult))
        {
            return false;
        }

        var at = reference;
        while (at.Parent is IConversionOperation or IParenthesizedOperation)
        {
            at = at.Parent;
        }

        var isWhole = reference.Type is IArrayTypeSymbol || types.IsView(reference.Type);
        return at.Parent switch
        {
            null or IFlowCaptureOperation or IIsNullOperation or IIsPatternOperation or IIsTypeOperation => false,
            IBinaryOperation binary => !(IsNull(binary.LeftOperand) || IsNull(binary.RightOperand)),
            ISimpleAssignmentOperation assignment => assignment.Value == at && assignment.Target is not (ILocalReferenceOperation or IFlowCaptureReferenceOperation),
            IPropertyReferenceOperation { Property: { Name: "Length" or "LongLength", ContainingType.SpecialType: SpecialType.System_Array } } => false,
            IPropertyReferenceOperation { Property: { Name: "Length" or "IsEmpty", ContainingType.Name: "Memory" or "ReadOnlyMemory" or "Span" or "ReadOnlySpan" } } => false,
            IPropertyReferenceOperation property => isWhole || IsLendable(property.Type),
            IFieldReferenceOperation field => isWhole || IsLendable(field.Type),
            IInvocationOperation call when call.Instance == at => !s_harmless.Contains(call.TargetMethod.Name) && !s_adds.Contains(call.TargetMethod.Name),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Return" or "KeepAlive" } } => false,
            IArgumentOperation { Parameter.RefKind: RefKind.Out } => false,
            _ => true,
        };
    }

    private static bool IsNull(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null }
        || (operation is IConversionOperation conversion && IsNull(conversion.Operand));

    private void Report(DiagnosticDescriptor rule, SyntaxNode place, params object?[] arguments)
    {
        if (!_reports.ContainsKey((rule.Id, place)))
        {
            _reports.Add((rule.Id, place), Diagnostic.Create(rule, place.GetLocation(), [.. arguments.Select(static a => a is SyntaxNode node ? TextOf(node) : a)]));
        }
    }

    /// <summary>A place in the user's own words, on one line and not too long.</summary>
    private static string TextOf(SyntaxNode node)
    {
        const int Most = 60;
        var text = string.Join(" ", node.ToString().Split(['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= Most ? text : text.Substring(0, Most) + "…";
    }
}
