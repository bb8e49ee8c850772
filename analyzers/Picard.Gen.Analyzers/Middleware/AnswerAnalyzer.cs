using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>The request event of a middleware answers or lets the request go on. Only what is plain from the text of the method is said; the rest the runtime checks.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AnswerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.AnsweredAndContinued, Rules.HandledWithoutAnswer];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { } known && known.Type("Picard.Responder") is { } responder && known.Type("Picard.Next") is { } next)
            {
                start.RegisterSyntaxNodeAction(node => Analyze(node, known, responder, next), SyntaxKind.MethodDeclaration);
            }
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, KnownSymbols known, INamedTypeSymbol responder, INamedTypeSymbol next)
    {
        var syntax = (MethodDeclarationSyntax)context.Node;
        if (syntax.AttributeLists.Count == 0
            || context.SemanticModel.GetDeclaredSymbol(syntax, context.CancellationToken) is not { } method
            || !known.IsMiddleware(method.ContainingType)
            || !method.GetAttributes().Any(a => known.IsEvent(a) && Names.Of(a) == "OnRequest")
            || ((SyntaxNode?)syntax.Body ?? syntax.ExpressionBody) is not { } body)
        {
            return;
        }

        var check = new Check(context.SemanticModel, method, responder, next, context.CancellationToken);
        if (method.ReturnsVoid && syntax.ExpressionBody is { } arrow && check.IsAnswer(arrow.Expression))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.AnsweredAndContinued, arrow.Expression.GetLocation(), Names.Of((ISymbol)method)));
        }

        foreach (var answer in body.DescendantNodes().OfType<ExpressionStatementSyntax>().Where(statement => check.IsAnswer(statement.Expression)))
        {
            if (check.GoesOn(answer, syntax) is { } place)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.AnsweredAndContinued, place.GetLocation(), Names.Of((ISymbol)method)));
            }
        }

        if (body.DescendantNodes().OfType<MemberAccessExpressionSyntax>().FirstOrDefault(check.IsHandled) is { } handled && !check.MayAnswer(body))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.HandledWithoutAnswer, handled.GetLocation(), Names.Of((ISymbol)method)));
        }
    }

    /// <summary>The questions asked of one method.</summary>
    private sealed class Check(SemanticModel model, IMethodSymbol method, INamedTypeSymbol responder, INamedTypeSymbol next, CancellationToken cancellationToken)
    {
        /// <summary>Whether an expression calls <c>Respond</c>.</summary>
        public bool IsAnswer(ExpressionSyntax expression) =>
            expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Respond" } member }
            && IsMember(member, responder);

        public bool IsHandled(MemberAccessExpressionSyntax member) => member.Name.Identifier.ValueText == "Handled" && IsMember(member, next);

        /// <summary>Whether anything in a body could answer: it mentions a responder, or calls something of its own class that could have one.</summary>
        public bool MayAnswer(SyntaxNode body) => body.DescendantNodes().Any(node => node switch
        {
            ThisExpressionSyntax or BaseExpressionSyntax => true,
            IdentifierNameSyntax { Identifier.ValueText: "Downstream" } => true,
            SimpleNameSyntax name => SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(name, cancellationToken).Type, responder)
                || model.GetSymbolInfo(name, cancellationToken).Symbol is IMethodSymbol { ContainingType: { } type } && IsOfOwnClass(type),
            _ => false,
        });

        /// <summary>Where the request goes on after an answer; null: it does not, or that is not plain.</summary>
        public SyntaxNode? GoesOn(StatementSyntax answer, MethodDeclarationSyntax whole)
        {
            for (SyntaxNode at = answer; at.Parent is { } parent;)
            {
                var following = parent switch
                {
                    BlockSyntax block => block.Statements,
                    SwitchSectionSyntax section => section.Statements,
                    _ => default,
                };
                foreach (var statement in following.SkipWhile(s => s != at).Skip(1))
                {
                    if (statement is ReturnStatementSyntax result)
                    {
                        return result.Expression is not { } value ? answer : Continues(value) ? value : null;
                    }

                    if (statement is not BreakStatementSyntax && Leaves(statement))
                    {
                        return null;
                    }
                }

                switch (parent)
                {
                    case SwitchSectionSyntax { Parent: { } choice }:
                        at = choice;
                        break;
                    case BlockSyntax or IfStatementSyntax or ElseClauseSyntax:
                        at = parent;
                        break;
                    case MethodDeclarationSyntax when parent == whole:
                        // A method that returns nothing lets the request go on.
                        return answer;
                    default:
                        // A loop, a try, a function inside: what comes next is not plain.
                        return null;
                }
            }

            return null;
        }

        private bool Continues(ExpressionSyntax value) => value switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Continue" } member => IsMember(member, next),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContinueWithContent" } member } => IsMember(member, next),
            _ => false,
        };

        private static bool Leaves(StatementSyntax statement) => statement.DescendantNodesAndSelf(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(static n => n is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax);

        private bool IsMember(MemberAccessExpressionSyntax member, INamedTypeSymbol type) =>
            SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(member, cancellationToken).Symbol?.ContainingType, type);

        private bool IsOfOwnClass(INamedTypeSymbol type)
        {
            for (var at = method.ContainingType; at is not null; at = at.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(at, type))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
