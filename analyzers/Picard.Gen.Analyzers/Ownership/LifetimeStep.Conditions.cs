using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <content>Conditions: what is known on each side of a branch, and which sides cannot be.</content>
internal sealed partial class LifetimeStep
{
    private const string Null = "null ";

    /// <summary>What is known where a condition holds or does not; null: that cannot be.</summary>
    public LifetimeState? Assume(IOperation condition, bool holds, LifetimeState state)
    {
        State = state;
        if (condition.ConstantValue is { HasValue: true, Value: bool constant } && constant != holds)
        {
            // Nobody leaves a while (true) by its head.
            return null;
        }

        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: { } operand }:
                return Assume(operand, !holds, state);
            case IParenthesizedOperation inner:
                return Assume(inner.Operand, holds, state);
            case IConversionOperation conversion:
                return Assume(conversion.Operand, holds, state);
            case IIsNullOperation test:
                return AssumeNull(test.Operand, holds);
            case IIsPatternOperation { Pattern: IConstantPatternOperation pattern } test when IsNull(pattern.Value):
                return AssumeNull(test.Value, holds);
            case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation pattern } } test when IsNull(pattern.Value):
                return AssumeNull(test.Value, !holds);
            case IBinaryOperation binary when binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals && (IsNull(binary.LeftOperand) || IsNull(binary.RightOperand)):
                return AssumeNull(IsNull(binary.LeftOperand) ? binary.RightOperand : binary.LeftOperand, holds == (binary.OperatorKind == BinaryOperatorKind.Equals));
            case IPropertyReferenceOperation property:
                AssumeProperty(property, holds);
                break;
            case IBinaryOperation comparison:
                AssumeLength(comparison, holds);
                break;
            case IInvocationOperation call:
                AssumeCall(call, holds);
                break;
        }

        return AssumeText(condition, holds);
    }

    private LifetimeState? AssumeNull(IOperation operand, bool isNull)
    {
        if (VariableOf(operand) is not { } variable)
        {
            return State;
        }

        var pooled = State.Of(variable).Loans & MaskOf(static loan => loan.Kind is LoanKind.Array or LoanKind.Owner or LoanKind.Connection);
        if ((pooled != 0 || State.Of(variable).Key is not null) && isNull)
        {
            return null;
        }

        if (variable is not ISymbol symbol)
        {
            return State;
        }

        if (State.Facts.TryGetValue(Null + symbol.Name, out var known) && known != isNull)
        {
            return null;
        }

        return pooled == 0 ? State.WithFact(Null + symbol.Name, isNull) : State;
    }

    private void AssumeProperty(IPropertyReferenceOperation property, bool holds)
    {
        if (holds && property.Property.Name is "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" && LifetimeTypes.IsTask(property.Instance?.Type))
        {
            Finish(VariableOf(property.Instance) is { } task ? State.Of(task) : default);
            return;
        }

        var loans = ValueOf(property.Instance).Loans;
        if (loans == 0 || !holds)
        {
            return;
        }

        if (LifetimeTypes.Is(property.Instance?.Type, types.ReadResult) && property.Property.Name is "IsCompleted" or "IsCanceled")
        {
            Flag(loans, LoanFlags.Completed);
            if (property.Property.Name == "IsCompleted" && InState(loans, LoanState.Valid) != 0)
            {
                Flag(loans, LoanFlags.Skipped);
            }
        }
        else if (property.Property.Name is "IsEmpty" or "End")
        {
            Place(property.Instance, Position.End);
        }
    }

    /// <summary>Where there is less than somebody wants, the start has not moved since the last look; where there is nothing, all was consumed.</summary>
    private void AssumeLength(IBinaryOperation comparison, bool holds)
    {
        if (OperandOf(comparison.LeftOperand) is not IPropertyReferenceOperation { Property.Name: "Length" or "Remaining" or "End", Instance: { } sequence }
            || ValueOf(sequence).Loans == 0)
        {
            return;
        }

        var least = OperandOf(comparison.RightOperand)?.ConstantValue is { HasValue: true, Value: { } constant } ? constant : null;
        var isNone = least is 0 or 0L;
        var isShort = comparison.OperatorKind switch
        {
            BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual => holds,
            BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual => !holds,
            BinaryOperatorKind.Equals when isNone => holds,
            BinaryOperatorKind.NotEquals when isNone => !holds,
            _ => false,
        };
        if (isShort)
        {
            Place(sequence, isNone || least is 1 or 1L ? Position.End : Position.Waiting);
        }
    }

    private void AssumeCall(IInvocationOperation call, bool holds)
    {
        var target = call.TargetMethod;
        if (target.Name == "TryRead" && LifetimeTypes.DerivesFrom(call.Instance?.Type, types.PipeReader))
        {
            if (!holds && call.Arguments.Length == 1 && VariableOf(call.Arguments[0].Value) is { } result)
            {
                Set(State.Of(result).Loans, LoanState.Passed);
                State = State.With(result, default);
            }

            return;
        }

        if (call.Instance is { Type.Name: "SequenceReader" } reader)
        {
            if (target.Name is "TryReadTo" or "TryReadToAny" or "TryReadExact" || target.Name.StartsWith("TryRead", StringComparison.Ordinal))
            {
                Parsed(reader, holds, target.Name is "TryRead");
            }

            return;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.RefKind == RefKind.Ref && argument.Value.Type?.Name is "ReadOnlySequence" or "SequenceReader")
            {
                Parsed(argument.Value, holds, isSingle: false);
            }
        }
    }

    private void Parsed(IOperation sequence, bool found, bool isSingle)
    {
        Place(sequence, found ? Position.Progressed : isSingle ? Position.End : Position.Waiting);
        if (!found && !isSingle)
        {
            Flag(ValueOf(sequence).Loans, LoanFlags.Rest);
        }
    }

    private void Place(IOperation? sequence, Position position)
    {
        if (VariableOf(sequence) is { } variable && State.Of(variable) is { Loans: not 0 } value)
        {
            State = State.With(variable, value with { Position = position });
        }
    }

    /// <summary>What a variable, or the buffer of one, has to do with loans; nothing is evaluated.</summary>
    private Lent ValueOf(IOperation? operation) => VariableOf(operation) is { } variable
        ? State.Of(variable)
        : operation is IPropertyReferenceOperation { Property.Name: "Buffer" or "UnreadSequence" or "Sequence" } buffer ? ValueOf(buffer.Instance) : default;

    /// <summary>A condition that is asked again has the same answer, as long as nothing in it changed.</summary>
    private LifetimeState? AssumeText(IOperation condition, bool holds)
    {
        if (EqualityOf(condition) is { } equality)
        {
            return AssumeEqual(equality.Value, equality.Constant, holds == equality.Holds);
        }

        if (Text(condition) is not { } text)
        {
            return State;
        }

        return State.Facts.TryGetValue(text, out var known) ? known == holds ? State : null : State.WithFact(text, holds);
    }

    /// <summary>A value that is one constant is no other.</summary>
    private LifetimeState? AssumeEqual(string value, string constant, bool holds)
    {
        var start = value + " == ";
        var text = start + constant;
        if (State.Facts.TryGetValue(text, out var known))
        {
            return known == holds ? State : null;
        }

        if (State.Facts.Any(fact => fact.Value && fact.Key.StartsWith(start, StringComparison.Ordinal)))
        {
            return holds ? null : State;
        }

        return State.WithFact(text, holds);
    }

    /// <summary>A comparison of a value with a constant, where a method compares it more than once: by <c>switch</c>, <c>==</c> or <c>is</c>.</summary>
    private (string Value, string Constant, bool Holds)? EqualityOf(IOperation condition)
    {
        var (value, constant, holds) = condition switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, RightOperand.ConstantValue.HasValue: true } binary =>
                (binary.LeftOperand, binary.RightOperand, binary.OperatorKind == BinaryOperatorKind.Equals),
            IIsPatternOperation { Pattern: IConstantPatternOperation pattern } test => (test.Value, pattern.Value, true),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation pattern } } test => (test.Value, pattern.Value, false),
            _ => ((IOperation?)null, (IOperation?)null, false),
        };
        if (OperandOf(value) is IFlowCaptureReferenceOperation capture)
        {
            value = _captured.TryGetValue(capture.Id, out var captured) ? captured : null;
        }

        return value is not null && constant?.ConstantValue.Value is { } known && repeated.Contains(LifetimeWords.Compared + value.Syntax) && IsPure(value)
            ? (value.Syntax.ToString(), known.ToString(), holds)
            : null;
    }

    /// <summary>The text of a condition that is asked more than once, or is a variable, if it is made of locals, parameters and constants only.</summary>
    private string? Text(IOperation condition)
    {
        if (condition is ILocalReferenceOperation local)
        {
            return local.Local.Name;
        }

        var text = condition.Syntax.ToString();
        return repeated.Contains(text) && IsPure(condition) ? text : null;
    }

    private static bool IsPure(IOperation operation) => operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation => true,
        IFieldReferenceOperation { Field.IsReadOnly: true } => true,
        IPropertyReferenceOperation { Property.Name: "Length" or "IsCompleted" or "IsCanceled", Instance: { } instance } => IsPure(instance),
        IBinaryOperation binary => IsPure(binary.LeftOperand) && IsPure(binary.RightOperand),
        IConversionOperation conversion => IsPure(conversion.Operand),
        IUnaryOperation unary => IsPure(unary.Operand),
        _ => operation.ConstantValue.HasValue,
    };

    /// <summary>A variable has another value now: what was known of it goes, and what the source says of it is known.</summary>
    private void Forget(string variable, IOperation? source)
    {
        State = State.WithoutFactsOf(variable);
        if (source is null)
        {
            return;
        }

        if (IsNull(source) || source is IDefaultValueOperation { Type.IsReferenceType: true })
        {
            State = State.WithFact(Null + variable, true);
        }
        else if (source.ConstantValue is { HasValue: true, Value: bool constant })
        {
            State = State.WithFact(variable, constant);
        }
        else if (OperandOf(source) is IObjectCreationOperation or IArrayCreationOperation)
        {
            State = State.WithFact(Null + variable, false);
        }
    }

    /// <summary>The name of a reader, a writer or a pipe: the path of members that leads to it, or the one it was copied from.</summary>
    private Lent Named(IOperation? operation, Lent value)
    {
        if (value.Key is not null || operation is null)
        {
            return value;
        }

        var type = OperandOf(operation)?.Type;
        return types.IsPipeEnd(type) || LifetimeTypes.Is(type, types.Pipe) || LifetimeTypes.Implements(type, types.BufferWriter) ? value with { Key = KeyOf(operation) } : value;
    }

    private string? KeyOf(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => State.Of(local.Local).Key ?? local.Local.Name,
        IParameterReferenceOperation parameter => State.Of(parameter.Parameter).Key ?? parameter.Parameter.Name,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field.Name,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Arguments.IsEmpty: true } property => property.Property.Name,
        IFieldReferenceOperation field => KeyOf(field.Instance) is { } owner ? owner + "." + field.Field.Name : null,
        IPropertyReferenceOperation { Arguments.IsEmpty: true } property => KeyOf(property.Instance) is { } owner ? owner + "." + property.Property.Name : null,
        IFlowCaptureReferenceOperation capture => State.Of(capture.Id).Key,
        IConversionOperation conversion => KeyOf(conversion.Operand),
        _ => null,
    };
}
