using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>
/// The generator reads attributes as text, because semantics would cost too much at every key stroke. What the compiler understands but
/// text does not show is said here: aliases, derived attributes and arguments that are not literals.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AttributeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnreadableAttribute, Rules.ArgumentNotLiteral];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { } known)
            {
                start.RegisterSymbolAction(
                    symbol => Analyze(symbol, known), SymbolKind.NamedType, SymbolKind.Method, SymbolKind.Parameter, SymbolKind.Field, SymbolKind.Property);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known)
    {
        foreach (var attribute in context.Symbol.GetAttributes())
        {
            var isOfRuntime = known.IsOfRuntime(attribute.AttributeClass);
            if ((!isOfRuntime && !known.DerivesFromRoute(attribute.AttributeClass)) || Names.SyntaxOf(attribute, context.CancellationToken) is not { } syntax)
            {
                continue;
            }

            var name = context.Symbol is INamedTypeSymbol type ? Names.Of(type) : context.Symbol is IParameterSymbol ? context.Symbol.Name : Names.Of(context.Symbol);
            if (UnreadableForm(attribute, syntax.Name, isOfRuntime) is { } form)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.UnreadableAttribute, syntax.GetLocation(), syntax.Name, name, form));
            }
            else if (ArgumentThatIsNotLiteral(attribute, syntax) is { } argument)
            {
                var value = ValueOf(attribute, argument);
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.ArgumentNotLiteral,
                    argument.GetLocation(),
                    value is null ? null : ImmutableDictionary<string, string?>.Empty.Add("value", value),
                    Names.Of(attribute),
                    name));
            }
        }
    }

    private static string? UnreadableForm(AttributeData attribute, NameSyntax name, bool isOfRuntime)
    {
        if (!isOfRuntime)
        {
            return "is derived from RouteAttribute";
        }

        var (qualifier, simple) = name switch
        {
            QualifiedNameSyntax qualified => (qualified.Left.ToString(), qualified.Right.Identifier.ValueText),
            AliasQualifiedNameSyntax qualified => (qualified.Alias.ToString(), qualified.Name.Identifier.ValueText),
            SimpleNameSyntax unqualified => (null, unqualified.Identifier.ValueText),
            _ => (null, ""),
        };
        var isOwnName = simple == attribute.AttributeClass!.Name || simple + "Attribute" == attribute.AttributeClass.Name;
        var isOwnNamespace = qualifier is null or "Picard" or "global::Picard";
        return isOwnName && isOwnNamespace ? null : $"is an alias of [{Names.Of(attribute)}]";
    }

    // Numbers are copied into emitted code as they are written; the texts of patterns and names are taken apart at compile time.
    private static ExpressionSyntax? ArgumentThatIsNotLiteral(AttributeData attribute, AttributeSyntax syntax)
    {
        if (attribute.AttributeClass!.Name == "OpenApiAttribute")
        {
            return syntax.ArgumentList?.Arguments.Select(static argument => argument.Expression).FirstOrDefault(static value => value is not LiteralExpressionSyntax);
        }

        if (attribute.AttributeClass.Name is "ProxyAttribute" or "UpstreamAttribute")
        {
            // Destinations are copied, and types have names.
            var isUpstream = attribute.AttributeClass.Name == "UpstreamAttribute";
            return (syntax.ArgumentList?.Arguments ?? default).Take(isUpstream ? 1 : int.MaxValue).Select(static argument => argument.Expression)
                .FirstOrDefault(static value => value is not (LiteralExpressionSyntax or TypeOfExpressionSyntax));
        }

        if (attribute.AttributeConstructor is not { Parameters.Length: 1 } constructor || constructor.Parameters[0].Type.SpecialType != SpecialType.System_String)
        {
            return null;
        }

        var expression = syntax.ArgumentList?.Arguments.FirstOrDefault(static argument => argument.NameEquals is null)?.Expression;
        return expression is null or LiteralExpressionSyntax ? null : expression;
    }

    // Half-typed attributes may have a constructor and no value for it.
    private static string? ValueOf(AttributeData attribute, ExpressionSyntax argument) => (argument.Parent is AttributeArgumentSyntax { NameEquals.Name.Identifier.ValueText: var name }
        ? attribute.NamedArguments.FirstOrDefault(named => named.Key == name).Value
        : attribute.ConstructorArguments.FirstOrDefault()) is { Kind: TypedConstantKind.Primitive, Value: string value } ? value : null;
}
