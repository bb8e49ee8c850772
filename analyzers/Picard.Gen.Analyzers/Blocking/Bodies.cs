using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>The operations of bodies.</summary>
internal static class Bodies
{
    /// <summary>What runs when a body does, in order: of a constructor the initial values first. Empty: there is no code.</summary>
    public static IEnumerable<IOperation> OperationsOf(Body body, SourceIndex source)
    {
        if (body.Function is { } function)
        {
            // A clause of a query is a function without the syntax of one.
            var operation = source.ModelOf(function.SyntaxTree).GetOperation(function);
            return operation is null ? [] : operation is IAnonymousFunctionOperation ? operation.ChildOperations : [operation];
        }

        return body.Symbol switch
        {
            INamedTypeSymbol type => Initializers(type, source, StaticOrInstance.Static).Concat(type.StaticConstructors.SelectMany(constructor => Declared(constructor, source))),
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => Construction(constructor, source),
            IMethodSymbol method => Declared(Implementation(method), source),
            _ => [],
        };
    }

    private static IMethodSymbol Implementation(IMethodSymbol method)
    {
        if (method.AssociatedSymbol is IPropertySymbol { PartialImplementationPart: { } property })
        {
            return (method.MethodKind == MethodKind.PropertySet ? property.SetMethod : property.GetMethod) ?? method;
        }

        return method.PartialImplementationPart ?? method;
    }

    private static IEnumerable<IOperation> Construction(IMethodSymbol constructor, SourceIndex source)
    {
        var declared = Declared(constructor, source).ToList();
        var chainsToThis = constructor.DeclaringSyntaxReferences.Any(static reference =>
            reference.GetSyntax() is ConstructorDeclarationSyntax { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer });
        return chainsToThis ? declared : Initializers(constructor.ContainingType, source, StaticOrInstance.Instance).Concat(declared);
    }

    private static IEnumerable<IOperation> Declared(IMethodSymbol method, SourceIndex source)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax();
            if (!source.Compilation.ContainsSyntaxTree(syntax.SyntaxTree))
            {
                continue;
            }

            var model = source.ModelOf(syntax.SyntaxTree);
            if (syntax is TypeDeclarationSyntax { BaseList: { } list })
            {
                // A primary constructor has no body but the call of its base.
                syntax = list.Types.FirstOrDefault(static type => type is PrimaryConstructorBaseTypeSyntax);
            }

            if (syntax is not (null or TypeDeclarationSyntax) && model.GetOperation(syntax) is { } operation)
            {
                yield return operation;
            }
        }
    }

    private static IEnumerable<IOperation> Initializers(INamedTypeSymbol type, SourceIndex source, StaticOrInstance kind)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is not (IFieldSymbol { IsConst: false } or IPropertySymbol or IEventSymbol) || member.IsStatic != (kind == StaticOrInstance.Static))
            {
                continue;
            }

            foreach (var reference in member.DeclaringSyntaxReferences)
            {
                var value = reference.GetSyntax() switch
                {
                    VariableDeclaratorSyntax variable => variable.Initializer,
                    PropertyDeclarationSyntax property => property.Initializer,
                    _ => null,
                };
                if (value is not null && source.ModelOf(value.SyntaxTree).GetOperation(value) is { } operation)
                {
                    yield return operation;
                }
            }
        }
    }

    private enum StaticOrInstance
    {
        Static,
        Instance,
    }
}
