using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Fields of handlers, middleware and proxies: those of an event handler, a middleware or a proxy belong to an exchange, those of a route handler to all of them at once.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.LostInitializer, Rules.InheritedState, Rules.SharedState];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { } known)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, known), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!known.IsHandler(type) && !known.IsMiddleware(type) && !known.IsProxy(type))
        {
            return;
        }

        var isOfExchange = known.EventRouteOf(type) is not null || known.IsMiddleware(type) || known.IsProxy(type);
        foreach (var member in type.GetMembers().Where(IsState))
        {
            if (!isOfExchange)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.SharedState, member.Locations[0], Names.Of(member), Names.Of(type)));
            }
            else if (InitializerOf(member, context.CancellationToken) is { } initializer)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.LostInitializer, initializer.GetLocation(), Names.Of(member)));
            }
        }

        if (isOfExchange)
        {
            CheckBases(context, type);
        }
    }

    private static void CheckBases(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        for (var inherited = type.BaseType; inherited is not null && inherited.SpecialType != SpecialType.System_Object; inherited = inherited.BaseType)
        {
            if (inherited.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(static f => f is { IsStatic: false, IsConst: false, IsReadOnly: false }) is { } field)
            {
                var name = field.AssociatedSymbol?.Name ?? field.Name;
                context.ReportDiagnostic(Diagnostic.Create(Rules.InheritedState, type.Locations[0], Names.Of(type), Names.Of(inherited), name));
                return;
            }
        }
    }

    /// <summary>A field that can be assigned, or a property that can be set and stores what it is set to. Volatile is for those who know what they share.</summary>
    private static bool IsState(ISymbol member) => member switch
    {
        IFieldSymbol field => field is { IsStatic: false, IsConst: false, IsReadOnly: false, IsVolatile: false, IsImplicitlyDeclared: false, AssociatedSymbol: null },
        IPropertySymbol { IsStatic: false, SetMethod: { IsInitOnly: false } } property => IsStored(property),
        _ => false,
    };

    private static bool IsStored(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private static EqualsValueClauseSyntax? InitializerOf(ISymbol member, CancellationToken cancellationToken) =>
        member.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).Select(static syntax => syntax switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer,
            PropertyDeclarationSyntax property => property.Initializer,
            _ => null,
        }).FirstOrDefault(static initializer => initializer is not null && !IsDefault(initializer.Value));

    /// <summary>Whether nothing is lost: <c>null!</c> and the like are what the compiler wants to hear of state that begins empty.</summary>
    private static bool IsDefault(ExpressionSyntax value) => value switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed => IsDefault(suppressed.Operand),
        LiteralExpressionSyntax literal => literal.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression or SyntaxKind.FalseLiteralExpression
            || literal.Token.Value is 0,
        DefaultExpressionSyntax => true,
        _ => false,
    };
}
