using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Where a variable gets its values, by its name.</summary>
internal static class Definitions
{
    /// <summary>Declarations with a value, assignments, what is given out, and loops.</summary>
    public static IEnumerable<SyntaxNode> Of(string name, SyntaxNode member) => member.DescendantNodes().Where(node => node switch
    {
        VariableDeclaratorSyntax { Initializer: not null } variable => variable.Identifier.ValueText == name,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } => left.Identifier.ValueText == name,
        AssignmentExpressionSyntax { Left: TupleExpressionSyntax tuple } => tuple.DescendantNodes().OfType<IdentifierNameSyntax>().Any(part => part.Identifier.ValueText == name),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax passed } => passed.Identifier.ValueText == name,
        DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax declared } => declared.Identifier.ValueText == name,
        DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax several } => several.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any(part => part.Identifier.ValueText == name),
        ForEachStatementSyntax loop => loop.Identifier.ValueText == name,
        DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax declared } => declared.Identifier.ValueText == name,
        VarPatternSyntax { Designation: SingleVariableDesignationSyntax declared } => declared.Identifier.ValueText == name,
        RecursivePatternSyntax { Designation: SingleVariableDesignationSyntax declared } => declared.Identifier.ValueText == name,
        _ => false,
    });

    /// <summary>The definition of a variable that has one only; null: it has none, or several.</summary>
    public static SyntaxNode? OnlyOne(string name, SyntaxNode member)
    {
        SyntaxNode? only = null;
        foreach (var definition in Of(name, member))
        {
            if (only is not null)
            {
                return null;
            }

            only = definition;
        }

        return only;
    }
}
