using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Handlers, of requests and of responses, applications, proxies and middleware are classes into which the generator can write: partial, not generic, not abstract, and so on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TypeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.NotPartial, Rules.ContainingTypeNotPartial, Rules.UnsupportedType, Rules.SeveralConstructors, Rules.NoRoutes];

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
        var declarations = DeclarationsOf(type, context.CancellationToken);
        CheckContainedTypes(context, known, type, declarations);
        if (RoleOf(type, known) is not { } role)
        {
            return;
        }

        foreach (var declaration in declarations.Where(static declaration => !IsPartial(declaration)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NotPartial, declaration.Identifier.GetLocation(), Names.Of(type), role.Attribute, role.Consequence));
        }

        if (UnsupportedForm(type, role) is { } form)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnsupportedType, type.Locations[0], Names.Of(type), role.Attribute, form, role.Consequence));
        }
        else if (!ReferenceEquals(role, Role.ResponseHandler) && type.InstanceConstructors.Count(constructor => !IsCopyConstructor(constructor)) is > 1 and var count)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.SeveralConstructors, type.Locations[0], Names.Of(type), count));
        }

        if (role.Attribute == "Handler" && known.EventRouteOf(type) is null && !type.GetMembers().Any(member => member.GetAttributes().Any(known.IsRoute)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NoRoutes, type.Locations[0], Names.Of(type)));
        }
    }

    // Reported at the containing type, once, however many handlers it contains.
    private static void CheckContainedTypes(
        SymbolAnalysisContext context, KnownSymbols known, INamedTypeSymbol type, IReadOnlyList<TypeDeclarationSyntax> declarations)
    {
        if (declarations.All(IsPartial) || ContainedWithRole(type, known) is not var (contained, role))
        {
            return;
        }

        foreach (var declaration in declarations.Where(static declaration => !IsPartial(declaration)))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.ContainingTypeNotPartial, declaration.Identifier.GetLocation(), Names.Of(type), contained.Name, role.Attribute, role.Consequence));
        }
    }

    private static (INamedTypeSymbol Type, Role Role)? ContainedWithRole(INamedTypeSymbol type, KnownSymbols known)
    {
        foreach (var contained in type.GetTypeMembers())
        {
            if (RoleOf(contained, known) is { } role)
            {
                return (contained, role);
            }

            if (ContainedWithRole(contained, known) is { } deeper)
            {
                return deeper;
            }
        }

        return null;
    }

    private static Role? RoleOf(INamedTypeSymbol type, KnownSymbols known) =>
        known.IsApplication(type) ? Role.Application
        : known.IsHandler(type) ? Role.Handler
        : known.IsMiddleware(type) ? Role.Middleware
        : known.IsResponseHandler(type) ? Role.ResponseHandler
        : known.IsProxy(type) ? Role.Proxy
        : null;

    private static string? UnsupportedForm(INamedTypeSymbol type, Role role)
    {
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            if (container.TypeParameters.Length > 0)
            {
                return $"is nested in the generic type '{Names.Of(container)}'";
            }
        }

        return type switch
        {
            { TypeParameters.Length: > 0 } => "is generic",
            { IsFileLocal: true } => "is file-local",
            { IsStatic: true } => "is static",
            { IsAbstract: true } => "is abstract",
            _ => InaccessibleForm(type, role),
        };
    }

    // The route table is emitted into the application and names its handlers; PicardServer.RunAsync<App>() names the application.
    private static string? InaccessibleForm(INamedTypeSymbol type, Role role)
    {
        // A middleware is named by those who use it, and the compiler tells them.
        if (role.NamedBy is null)
        {
            return null;
        }

        for (var inner = type; inner is not null; inner = inner.ContainingType)
        {
            if (inner.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
            {
                var subject = ReferenceEquals(inner, type) ? "is" : $"is nested in '{Names.Of(inner)}', which is";
                return $"{subject} {(inner.DeclaredAccessibility == Accessibility.Private ? "private" : "protected")} and cannot be named by {role.NamedBy}";
            }
        }

        return null;
    }

    private static bool IsCopyConstructor(IMethodSymbol constructor) =>
        constructor.ContainingType.IsRecord
        && constructor.IsImplicitlyDeclared
        && constructor.Parameters.Length == 1
        && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);

    private static bool IsPartial(TypeDeclarationSyntax declaration) => declaration.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static IReadOnlyList<TypeDeclarationSyntax> DeclarationsOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        [.. type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).OfType<TypeDeclarationSyntax>()];

    private sealed record Role(string Attribute, string Consequence, string? NamedBy)
    {
        public static readonly Role Handler = new("Handler", "no request reaches its methods", "the application");
        public static readonly Role Application = new("Application", "it has no route table", "the server");
        public static readonly Role ResponseHandler = new("ResponseHandler", "it gets no events", null);
        public static readonly Role Proxy = new("Proxy", "it forwards no request", "the application");
        public static readonly Role Middleware = new("Middleware", "it sees no exchange", null);
    }
}
