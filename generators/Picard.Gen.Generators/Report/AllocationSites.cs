namespace Picard.Gen.Generators;

/// <summary>
/// What the framework allocates for one exchange of a method in steady state, by the kinds of its parameters and result, as far as their text tells. Buffers are pooled and not among
/// them, nor is what the method allocates itself; types that are structs cost nothing, although the text does not tell them from classes.
/// </summary>
internal static class AllocationSites
{
    public static string Of(OperationModel operation)
    {
        var sites = new List<string>();
        foreach (var input in operation.Inputs)
        {
            var type = input.Type.Text.TrimEnd('?');
            if (input.Place == InputPlace.Json || type == "string" || type.EndsWith("]", StringComparison.Ordinal))
            {
                sites.Add($"{type} {input.Parameter}");
            }
        }

        var result = operation.Endpoint.ReturnType;
        if (operation.Answers.Any(static a => a.Content is AnswerContent.Lines or AnswerContent.ServerEvents))
        {
            sites.Add("enumerator and its tasks");
        }
        else if (operation.MayWait || result.Contains("Task"))
        {
            sites.Add("task if it waits");
        }

        return string.Join(", ", sites);
    }
}
