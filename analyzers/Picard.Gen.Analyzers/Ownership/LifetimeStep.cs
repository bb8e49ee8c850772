using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>What one operation does to what is known of loans, and which use of them is wrong.</summary>
internal sealed partial class LifetimeStep(LifetimeTypes types, IMethodSymbol method, bool isEvent, HashSet<string> repeated, CancellationToken cancellationToken)
{
    private static readonly object s_result = new();

    // What a flow capture stands for, where it is assigned through: the target of ??= and the like.
    private readonly Dictionary<CaptureId, IOperation> _captured = [];

    public LifetimeState State { get; set; } = LifetimeState.Empty;

    /// <summary>Called before an operation that may throw has had its effect.</summary>
    public Action Raised { get; set; } = static () => { };

    public void Statement(IOperation operation)
    {
        if (operation is not IExpressionStatementOperation statement)
        {
            Evaluate(operation);
            return;
        }

        var value = Evaluate(statement.Operation);
        if (statement.Operation is IInvocationOperation && value is { Pending: { } call, Loans: not 0 })
        {
            Escape(call, value.Loans);
        }
    }

    /// <summary>The value with which a block leaves the method.</summary>
    public void Leave(IOperation value, ControlFlowBranchSemantics semantics)
    {
        var result = Evaluate(value);
        if (semantics == ControlFlowBranchSemantics.Return)
        {
            PassEnd(Named(value, result).Key);
            State = State.With(s_result, result with { Place = value.Syntax });
        }
    }

    public Lent Evaluate(IOperation? operation)
    {
        switch (operation)
        {
            case null:
                return default;
            case ILocalReferenceOperation local:
                return Read(local, local.Local);
            case IParameterReferenceOperation parameter:
                return Read(parameter, parameter.Parameter);
            case IFieldReferenceOperation field:
                return EvaluateField(field);
            case IFlowCaptureReferenceOperation capture:
                return Read(capture, capture.Id);
            case IFlowCaptureOperation capture:
                _captured[capture.Id] = capture.Value;
                var captured = Named(capture.Value, Evaluate(capture.Value));
                State = State.With(capture.Id, captured);
                return default;
            case IPropertyReferenceOperation property:
                return EvaluateProperty(property);
            case ISimpleAssignmentOperation assignment:
                return EvaluateAssignment(assignment);
            case IInvocationOperation call:
                return EvaluateCall(call);
            case IObjectCreationOperation creation:
                return EvaluateCreation(creation);
            case IAwaitOperation wait:
                return EvaluateAwait(wait);
            case IConversionOperation conversion:
                return EvaluateConversion(conversion);
            case IParenthesizedOperation inner:
                return Evaluate(inner.Operand);
            case IArgumentOperation argument:
                return Evaluate(argument.Value);
            case IDelegateCreationOperation creation:
                return Evaluate(creation.Target);
            case IFlowAnonymousFunctionOperation function:
                return Captured(function.Syntax);
            case IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } reference when DeclarationOf(reference.Method) is { } declared:
                return Captured(declared);
            case IDeconstructionAssignmentOperation deconstruction:
                return EvaluateDeconstruction(deconstruction);
            case IEventAssignmentOperation subscription:
                Escape(subscription.Syntax, Evaluate(subscription.HandlerValue).Loans);
                return default;
            default:
                return EvaluateParts(operation);
        }
    }

    /// <summary>A tuple, a collection expression or an array is made of its parts; a number computed from them is not.</summary>
    private Lent EvaluateParts(IOperation operation)
    {
        Lent whole = default;
        foreach (var part in operation.ChildOperations)
        {
            var value = Evaluate(part);
            PassEnd(operation is ITupleOperation or IArrayInitializerOperation ? Named(part, value).Key : null);
            whole = whole.With(value with { Key = null });
        }

        if (operation is IThrowOperation)
        {
            Raised();
        }

        if (operation is IIncrementOrDecrementOperation { Target: var changed } && VariableOf(changed) is ISymbol counted)
        {
            State = State.WithoutFactsOf(counted.Name);
        }
        else if (operation is ICompoundAssignmentOperation { Target: var added } && VariableOf(added) is ISymbol sum)
        {
            State = State.WithoutFactsOf(sum.Name);
        }

        return operation is ITupleOperation or IArrayCreationOperation or IArrayInitializerOperation or ICollectionExpressionOperation || types.IsView(operation.Type)
            ? whole with { Position = Position.Unknown }
            : default;
    }

    private Lent EvaluateField(IFieldReferenceOperation field)
    {
        if (field.Instance is null or IInstanceReferenceOperation)
        {
            return Read(field, field.Field);
        }

        var owner = Evaluate(field.Instance);
        return new Lent(IsLendable(field.Type) ? owner.Loans : 0);
    }

    private Lent EvaluateConversion(IConversionOperation conversion)
    {
        var value = Evaluate(conversion.Operand);
        return value.Loans == 0 || IsLendable(conversion.Type) || conversion.Type is { TypeKind: TypeKind.Interface or TypeKind.Dynamic or TypeKind.Delegate or TypeKind.Class or TypeKind.TypeParameter }
            ? value
            : default;
    }

    private Lent EvaluateProperty(IPropertyReferenceOperation property)
    {
        if (property.Instance is IInstanceReferenceOperation && property.Arguments.IsEmpty && !types.IsPipeEnd(property.Type))
        {
            return Read(property, property.Property);
        }

        var owner = Evaluate(property.Instance);
        foreach (var argument in property.Arguments)
        {
            Evaluate(argument);
        }

        if (Named(property, default).Key is { } key)
        {
            Begin(key);
            return new Lent(0, Key: key);
        }

        if (owner is { Key: { } read } && property.Property.Name == "Result" && LifetimeTypes.Is(property.Type, types.ReadResult))
        {
            return FinishRead(property, read);
        }

        if (property.Property.Name == "Result" && LifetimeTypes.IsTask(property.Instance?.Type))
        {
            Consume(property.Instance!, owner, property.Syntax);
            return Awaited(owner, property.Type);
        }

        return owner.Loans == 0 ? default : Part(property, owner);
    }

    /// <summary>What a property of something lent shows.</summary>
    private Lent Part(IPropertyReferenceOperation property, Lent owner)
    {
        var name = property.Property.Name;
        if (LifetimeTypes.Is(property.Instance?.Type, types.ReadResult))
        {
            if (name != "Buffer")
            {
                return default;
            }

            return Check(property, new Lent(owner.Loans, Position.Waiting));
        }

        if (name is not ("Start" or "End" or "Position"))
        {
            Touch(owner.Loans);
        }

        var position = name switch
        {
            "Start" or "Position" => owner.Position,
            "End" when owner.Position != Position.Unknown => Position.End,
            _ => Position.Unknown,
        };
        return IsLendable(property.Type) || types.IsConnection(property.Type) ? new Lent(owner.Loans, position) : default;
    }

    private Lent EvaluateAssignment(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is IPropertyReferenceOperation { Instance: not (null or IInstanceReferenceOperation) } or IArrayElementReferenceOperation)
        {
            EvaluateParts(assignment.Target);
        }

        var value = Named(assignment.Value, Evaluate(assignment.Value));
        value = Track(assignment, value);
        Assign(assignment.Target, value, assignment.Value, assignment.Syntax);
        return value;
    }

    private Lent EvaluateDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        var value = Evaluate(deconstruction.Value);
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        foreach (var element in target is ITupleOperation tuple ? tuple.Elements : [])
        {
            var variable = element is IDeclarationExpressionOperation declared ? declared.Expression : element;
            Assign(variable, new Lent(IsLendable(variable.Type) ? value.Loans : 0), null, deconstruction.Syntax);
        }

        return default;
    }

    /// <summary>Puts a value where it belongs; what stays there longer than the method is remembered.</summary>
    private void Assign(IOperation target, Lent value, IOperation? source, SyntaxNode place)
    {
        var stored = value with { Place = value.Loans == 0 && value.Pending is null ? null : place };
        switch (target)
        {
            case IDeclarationExpressionOperation declaration:
                Assign(declaration.Expression, value, source, place);
                break;
            case ILocalReferenceOperation local:
                Forget(local.Local.Name, source);
                State = State.With(local.Local, stored);
                break;
            case IParameterReferenceOperation parameter:
                Forget(parameter.Parameter.Name, source);
                Keep(parameter.Parameter.RefKind is RefKind.Ref or RefKind.Out ? value.Loans : 0);
                State = State.With(parameter.Parameter, stored);
                break;
            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field:
                Forget(field.Field.Name, source);
                Keep(value.Loans);
                PassEnd(value.Key);
                State = State.With(field.Field, stored with { Key = null });
                break;
            case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Arguments.IsEmpty: true } property:
                Keep(value.Loans);
                PassEnd(value.Key);
                State = State.With(property.Property, stored with { Key = null });
                break;
            case IFlowCaptureReferenceOperation capture:
                State = State.With(capture.Id, stored);
                if (_captured.TryGetValue(capture.Id, out var variable) && variable is not IFlowCaptureReferenceOperation)
                {
                    Assign(variable, value, source, place);
                }

                break;
            case IDiscardOperation when value.Pending is { } call && value.Loans != 0:
                Escape(call, value.Loans);
                break;
            case IPropertyReferenceOperation { Instance: { } owner }:
                PutInto(owner, value, place);
                break;
            case IFieldReferenceOperation { Instance: { } owner }:
                PutInto(owner, value, place);
                break;
            case IArrayElementReferenceOperation element:
                PutInto(element.ArrayReference, value, place);
                break;
        }
    }

    /// <summary>Into an object of this method it goes as into a variable; any other object may live longer.</summary>
    private void PutInto(IOperation owner, Lent value, SyntaxNode place)
    {
        PassEnd(value.Key);
        if (value.Loans == 0)
        {
            return;
        }

        Keep(value.Loans);
        if (VariableOf(owner) is ILocalSymbol local)
        {
            var before = State.Of(local);
            State = State.With(local, before with { Loans = before.Loans | value.Loans, Pending = before.Pending ?? value.Pending, Place = place });
        }
        else if (VariableOf(owner) is CaptureId capture)
        {
            State = State.With(capture, new Lent(State.Of(capture).Loans | value.Loans));
        }
        else
        {
            Escape(place, value.Loans);
        }
    }

    private Lent Read(IOperation reference, object variable) => Check(reference, State.Of(variable));

    /// <summary>The loans of all variables that a function mentions.</summary>
    private Lent Captured(SyntaxNode function)
    {
        ulong loans = 0;
        var names = new HashSet<string>(function.DescendantNodes().OfType<IdentifierNameSyntax>().Select(static n => n.Identifier.ValueText), StringComparer.Ordinal);
        foreach (var variable in State.Variables)
        {
            if (variable.Key is ILocalSymbol or IParameterSymbol && names.Contains(((ISymbol)variable.Key).Name))
            {
                loans |= variable.Value.Loans;
            }
        }

        foreach (var variable in State.Variables)
        {
            if (variable is { Key: ISymbol { Name: { } name }, Value.Key: { } key } && names.Contains(name))
            {
                State = State.WithoutKey(Reading + key);
            }
        }

        Keep(loans);
        PassEnds(names);
        return new Lent(loans);
    }

    private SyntaxNode? DeclarationOf(ISymbol symbol) => symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);

    /// <summary>The variable that an operation is, through casts; null: it is none.</summary>
    private static object? VariableOf(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IFlowCaptureReferenceOperation capture => capture.Id,
        IConversionOperation conversion => VariableOf(conversion.Operand),
        IDeclarationExpressionOperation declaration => VariableOf(declaration.Expression),
        _ => null,
    };

    /// <summary>Whether a value of a type can be memory of somebody else.</summary>
    private bool IsLendable(ITypeSymbol? type) => type is IArrayTypeSymbol || types.IsView(type) || LifetimeTypes.DerivesFrom(type, types.Stream);
}
