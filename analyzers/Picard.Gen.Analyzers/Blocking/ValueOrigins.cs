using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>
/// Where a value may come from: the lambdas, method groups and object creations that reach it through locals, fields, properties, parameters,
/// events, collections and methods of the compilation. Flow and order are not looked at: what was ever assigned counts.
/// </summary>
internal sealed class ValueOrigins(SourceIndex source)
{
    // Limit: values that are handed on from field to field; longer ways than this are not seen in code that people read.
    private const int MaxDepth = 12;

    // Limit: each is bound before it is known to be of this member and not of another with its name.
    private const int MaxCandidates = 256;

    // Limit: what is assigned in more places than this is too common to tell anything.
    private const int MaxPlaces = 64;

    /// <summary>The origins of a value. Parameters of <paramref name="within"/> are origins themselves; those of other methods are followed to their callers.</summary>
    /// <param name="isComplete">Whether these are all.</param>
    public List<IOperation> Of(IOperation value, ISymbol? within, out bool isComplete)
    {
        var search = new Search(this, within);
        search.Add(value, 0);
        isComplete = search.IsComplete;
        return search.Found;
    }

    private sealed class Search(ValueOrigins origins, ISymbol? within)
    {
        private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);

        public List<IOperation> Found { get; } = [];

        public bool IsComplete { get; private set; } = true;

        public void Add(IOperation? value, int depth)
        {
            switch (value)
            {
                case null or { Kind: OperationKind.Literal or OperationKind.DefaultValue }:
                    return;
                case IAnonymousFunctionOperation or IMethodReferenceOperation:
                    Found.Add(value);
                    return;
                case IObjectCreationOperation creation:
                    Found.Add(value);
                    AddElements(creation.Initializer, depth);
                    return;
                case var _ when depth > MaxDepth:
                    IsComplete = false;
                    return;
                case IDelegateCreationOperation creation:
                    Add(creation.Target, depth);
                    return;
                case IConversionOperation { OperatorMethod: null } conversion:
                    Add(conversion.Operand, depth);
                    return;
                case IConditionalAccessInstanceOperation instance:
                    Add(TargetOf(instance), depth + 1);
                    return;
                case ISimpleAssignmentOperation assignment:
                    Add(assignment.Value, depth);
                    return;
                default:
                    AddNamed(value, depth);
                    return;
            }
        }

        private void AddNamed(IOperation value, int depth)
        {
            switch (value)
            {
                case ILocalReferenceOperation reference:
                    AddLocal(reference, depth);
                    break;
                case IFieldReferenceOperation { Field: { } field }:
                    AddMember(field, depth);
                    break;
                case IEventReferenceOperation { Event: { } member }:
                    AddMember(member, depth);
                    break;
                case IPropertyReferenceOperation { Property.IsIndexer: true } indexer:
                    Add(indexer.Instance, depth + 1);
                    break;
                case IPropertyReferenceOperation { Property: { } property }:
                    AddMember(property, depth);
                    AddReturned(property.GetMethod, depth);
                    break;
                case IParameterReferenceOperation reference:
                    AddParameter(reference, depth);
                    break;
                case IInvocationOperation { TargetMethod: { } method } when origins.IsSource(method) && !method.IsAbstract:
                    AddReturned(method, depth);
                    break;
                case IInvocationOperation call when !origins.IsSource(call.TargetMethod):
                    AddMade(call, depth);
                    break;
                case IBinaryOperation or ICoalesceOperation or IConditionalOperation or ISwitchExpressionOperation or ISwitchExpressionArmOperation
                    or IArrayElementReferenceOperation or IArrayCreationOperation or IArrayInitializerOperation or ICollectionExpressionOperation or ITupleOperation or ICoalesceAssignmentOperation:
                    AddChildren(value, depth);
                    break;
                default:
                    IsComplete = false;
                    break;
            }
        }

        private void AddChildren(IOperation value, int depth)
        {
            foreach (var child in value.ChildOperations)
            {
                if (child.Type is { SpecialType: SpecialType.None } || child is IArrayInitializerOperation or ISwitchExpressionArmOperation)
                {
                    Add(child, depth + 1);
                }
            }
        }

        private void AddElements(IObjectOrCollectionInitializerOperation? initializer, int depth)
        {
            foreach (var element in initializer?.Initializers ?? [])
            {
                switch (element)
                {
                    case IInvocationOperation call:
                        foreach (var argument in call.Arguments.Where(static argument => argument.Value.Type?.SpecialType == SpecialType.None))
                        {
                            Add(argument.Value, depth + 1);
                        }

                        break;
                    case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true } } assignment:
                        Add(assignment.Value, depth + 1);
                        break;
                }
            }
        }

        private void AddLocal(ILocalReferenceOperation reference, int depth)
        {
            if (!_seen.Add(reference.Local))
            {
                return;
            }

            var values = LocalValues.Of(reference);
            IsComplete &= values is not null;
            foreach (var value in values ?? [])
            {
                Add(value, depth + 1);
            }
        }

        private void AddMember(ISymbol member, int depth)
        {
            var definition = member.OriginalDefinition;
            if (!origins.IsSource(definition))
            {
                IsComplete = false;
                return;
            }

            if (!_seen.Add(definition))
            {
                return;
            }

            var places = 0;
            foreach (var (node, isElement) in origins.Values(definition))
            {
                if (++places > MaxPlaces)
                {
                    IsComplete = false;
                    return;
                }

                if (origins.ModelOf(node).GetOperation(node) is { } value)
                {
                    // Most of what is handed to a collection are keys and values that call nothing.
                    if (!isElement || value.Type is { TypeKind: TypeKind.Delegate } or null)
                    {
                        Add(value, depth + 1);
                    }
                    else
                    {
                        IsComplete = false;
                    }
                }
            }

            // Positional properties of records are assigned by nothing that is written.
            IsComplete &= places > 0 && Near(definition, origins.Assigned(definition)).Count() < MaxCandidates;
            if (places == 0 && definition is IPropertySymbol && definition.ContainingType is { IsRecord: true } record)
            {
                var parameter = record.InstanceConstructors.SelectMany(static constructor => constructor.Parameters).FirstOrDefault(candidate => candidate.Name == definition.Name);
                AddArguments(parameter, depth);
            }
        }

        private void AddReturned(IMethodSymbol? method, int depth)
        {
            if (method is null || !origins.IsSource(method) || !_seen.Add(method.OriginalDefinition))
            {
                return;
            }

            foreach (var reference in method.OriginalDefinition.DeclaringSyntaxReferences)
            {
                foreach (var value in origins.Returned(reference.GetSyntax()))
                {
                    Add(value, depth + 1);
                }
            }
        }

        /// <summary>What a method of the framework returns is often made by the function it is given, as of <c>GetOrAdd</c>.</summary>
        private void AddMade(IInvocationOperation call, int depth)
        {
            IsComplete = false;
            foreach (var function in call.Arguments.Select(static argument => argument.Value).OfType<IDelegateCreationOperation>().Select(static creation => creation.Target).OfType<IAnonymousFunctionOperation>())
            {
                foreach (var result in function.Body.Descendants().OfType<IReturnOperation>().Where(result => result.ReturnedValue is not null && IsOf(result, function)))
                {
                    if (SymbolEqualityComparer.Default.Equals(result.ReturnedValue!.Type, call.Type))
                    {
                        Add(result.ReturnedValue, depth + 1);
                    }
                }
            }
        }

        private void AddParameter(IParameterReferenceOperation reference, int depth)
        {
            if (reference.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction }
                || SymbolEqualityComparer.Default.Equals(reference.Parameter.ContainingSymbol?.OriginalDefinition, within?.OriginalDefinition))
            {
                Found.Add(reference);
                IsComplete = false;
                return;
            }

            AddArguments(reference.Parameter, depth);
        }

        /// <summary>What the callers of a method pass for a parameter.</summary>
        private void AddArguments(IParameterSymbol? parameter, int depth)
        {
            IsComplete = false;
            if (parameter?.OriginalDefinition is not { ContainingSymbol: IMethodSymbol method } definition || !_seen.Add(definition))
            {
                return;
            }

            var places = 0;
            foreach (var call in origins.CallsOf(method))
            {
                if (++places > MaxPlaces)
                {
                    return;
                }

                Add(ArgumentsOf(call).FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.OriginalDefinition, definition))?.Value, depth + 1);
            }
        }

        private static System.Collections.Immutable.ImmutableArray<IArgumentOperation> ArgumentsOf(IOperation call) => call switch
        {
            IInvocationOperation invocation => invocation.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => [],
        };
    }

    /// <summary>What stands before the question mark of a conditional access.</summary>
    public static IOperation? TargetOf(IConditionalAccessInstanceOperation instance)
    {
        IOperation child = instance;
        for (var operation = instance.Parent; operation is not null; operation = operation.Parent)
        {
            if (operation is IConditionalAccessOperation access && access.WhenNotNull == child)
            {
                return access.Operation;
            }

            child = operation;
        }

        return null;
    }

    private bool IsSource(ISymbol symbol) => source.IsSource(symbol);

    private IEnumerable<SyntaxNode> Assigned(ISymbol member) => source.Assigned(member.Name);

    private SemanticModel ModelOf(SyntaxNode node) => source.ModelOf(node.SyntaxTree);

    private IEnumerable<(SyntaxNode Node, bool IsElement)> Values(ISymbol member)
    {
        foreach (var node in Near(member, source.Assigned(member.Name)))
        {
            var isDeclared = node.Parent switch
            {
                EqualsValueClauseSyntax { Parent: { } declaration } => SymbolEqualityComparer.Default.Equals(ModelOf(node).GetDeclaredSymbol(declaration), member),
                AssignmentExpressionSyntax assignment => SymbolEqualityComparer.Default.Equals(ModelOf(node).GetSymbolInfo(assignment.Left).Symbol?.OriginalDefinition, member),
                _ => false,
            };
            if (isDeclared)
            {
                yield return (node, false);
            }
        }

        foreach (var node in Near(member, source.Added(member.Name)))
        {
            var target = node.Parent switch
            {
                ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } } => access.Expression,
                AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element } => element.Expression,
                _ => null,
            };
            if (target is not null && SymbolEqualityComparer.Default.Equals(ModelOf(node).GetSymbolInfo(target).Symbol?.OriginalDefinition, member))
            {
                yield return (node, true);
            }
        }
    }

    /// <summary>What is private is used only where its type is declared. Of names that are used everywhere only so many are looked at.</summary>
    private static IEnumerable<SyntaxNode> Near(ISymbol member, IEnumerable<SyntaxNode> nodes)
    {
        if (member.DeclaredAccessibility == Accessibility.Private && member.ContainingType is { } type)
        {
            var trees = type.DeclaringSyntaxReferences.Select(static reference => reference.SyntaxTree).ToList();
            nodes = nodes.Where(node => trees.Contains(node.SyntaxTree));
        }

        return nodes.Take(MaxCandidates);
    }

    /// <summary>Whether the number of arguments fits: far cheaper than to bind the call.</summary>
    private static bool MayCall(SyntaxNode node, IMethodSymbol method)
    {
        var arguments = node switch
        {
            InvocationExpressionSyntax call => call.ArgumentList,
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
            ConstructorInitializerSyntax initializer => initializer.ArgumentList,
            PrimaryConstructorBaseTypeSyntax called => called.ArgumentList,
            _ => null,
        };
        var count = arguments?.Arguments.Count ?? 0;
        var receiver = method.IsExtensionMethod ? 1 : 0;
        return method.Parameters.Any(static parameter => parameter.IsParams)
            || (count <= method.Parameters.Length && count + receiver >= method.Parameters.Count(static parameter => !parameter.IsOptional));
    }

    private IEnumerable<IOperation> CallsOf(IMethodSymbol method)
    {
        var names = method.MethodKind == MethodKind.Constructor ? new[] { method.ContainingType.Name, "new" } : [method.Name];
        foreach (var node in Near(method, names.SelectMany(source.Called).Where(node => MayCall(node, method))))
        {
            var model = ModelOf(node);
            var called = model.GetSymbolInfo(node).Symbol as IMethodSymbol;
            if (SymbolEqualityComparer.Default.Equals((called?.ReducedFrom ?? called)?.OriginalDefinition, method.OriginalDefinition) && model.GetOperation(node) is { } operation)
            {
                yield return operation;
            }
        }
    }

    private IEnumerable<IOperation> Returned(SyntaxNode declaration)
    {
        if (declaration is ArrowExpressionClauseSyntax arrow)
        {
            return ModelOf(arrow).GetOperation(arrow.Expression) is { } value ? [value] : [];
        }

        var body = ModelOf(declaration).GetOperation(declaration);
        return body is null ? [] : body.Descendants().OfType<IReturnOperation>().Where(result => result.ReturnedValue is not null && IsOf(result, body)).Select(static result => result.ReturnedValue!);
    }

    private static bool IsOf(IOperation result, IOperation body)
    {
        for (var operation = result.Parent; operation is not null && operation != body; operation = operation.Parent)
        {
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return false;
            }
        }

        return true;
    }
}
