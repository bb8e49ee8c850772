using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;

namespace Picard.Server.Tests;

public sealed record Sample(int Id, string? Text = null) : IValidatable
{
    public void Validate(ref Violations violations)
    {
        if (Id < 0)
        {
            violations.Add("id", "must not be negative");
        }
    }
}

public enum Size
{
    Small,
    Large,
}

public sealed record Order([Form] string Name, [Query] int Page = 1, [Form("how-many")] int Count = 7)
{
    [Form]
    public Size Size { get; init; } = Size.Large;
}

/// <summary>Route handlers whose content is lines, events, a form or its parts, as users write them.</summary>
[Handler]
public partial class Inputs(EventLog log)
{
    [Post("/samples"), Put("/samples")]
    private async Task<string> Import(IAsyncEnumerable<Sample> samples)
    {
        var seen = new List<string>();
        await foreach (var sample in samples)
        {
            seen.Add($"{sample.Id}{sample.Text}");
            log.Add($"sample:{sample.Id}");
        }

        return string.Join(',', seen);
    }

    [Post("/numbers")]
    private async Task<string> Numbers(IAsyncEnumerable<int?>? numbers)
    {
        var seen = new List<string>();
        await foreach (var number in numbers!)
        {
            seen.Add(number?.ToString(CultureInfo.InvariantCulture) ?? "none");
        }

        return string.Join(',', seen);
    }

    [Post("/first")]
    private static async Task<string> First(IAsyncEnumerable<Sample> samples)
    {
        await foreach (var sample in samples)
        {
            return $"{sample.Id}";
        }

        return "none";
    }

    [Post("/gated")]
    private async Task<int> Gated(IAsyncEnumerable<Sample> samples)
    {
        var count = 0;
        await foreach (var sample in samples)
        {
            log.Add($"sample:{sample.Id}");
            await log.Gate.Task;
            count++;
        }

        return count;
    }

    [Post("/limited-samples"), MaxContent(20)]
    private Task<string> LimitedImport(IAsyncEnumerable<Sample> samples) => Import(samples);

    [Post("/twice")]
    private async Task<string> Twice(IAsyncEnumerable<Sample> samples) => await Import(samples) + await Import(samples);

    [Post("/doubled")]
    private async IAsyncEnumerable<Sample> Doubled(IAsyncEnumerable<Sample> samples, [EnumeratorCancellation] CancellationToken aborted)
    {
        await foreach (var sample in samples.WithCancellation(aborted))
        {
            await Task.Yield();
            yield return sample with { Id = 2 * sample.Id };
        }

        log.Add("doubled");
    }

    [Post("/events")]
    private async Task<string> Events(IAsyncEnumerable<SseItem<Sample>> events)
    {
        var seen = new List<string>();
        await foreach (var item in events)
        {
            seen.Add($"{item.EventType}/{item.EventId}/{item.Data.Id}{item.Data.Text}");
            log.Add($"event:{item.Data.Id}");
        }

        return string.Join(',', seen);
    }

    [Post("/texts")]
    private static async Task<string> Texts(IAsyncEnumerable<SseItem<string>> events)
    {
        var seen = new List<string>();
        await foreach (var item in events)
        {
            seen.Add(item.Data);
        }

        return string.Join(',', seen);
    }

    [Post("/form")]
    private static string Form(
        [Form] string name, [Form("full age")] int? age, [Query] int page = 1, [Form] Size size = Size.Small, [Form] string[]? tag = null, [Form] DateOnly? day = null) =>
        $"{name}|{age}|{page}|{size}|{string.Join('+', tag ?? [])}|{day:O}";

    [Post("/order/{page}")]
    private static string Ordered([Parameters] Order order) => order.ToString();

    [Post("/small-form"), MaxContent(10)]
    private static string SmallForm([Form] string? name) => name ?? "none";

    [Post("/parts")]
    private async Task<string> Parts(MultipartReader form, CancellationToken aborted)
    {
        var seen = new StringBuilder();
        await foreach (var part in form.ReadPartsAsync(aborted))
        {
            seen.Append(CultureInfo.InvariantCulture, $"{part.Name}/{part.FileName ?? "-"}/{part.ContentType ?? "-"}/{part.Fields.Count}:");
            log.Add($"part:{part.Name}");
            seen.Append(part switch
            {
                { Name: "skip" } => "skipped",
                { FileName: not null } => $"{await LengthAsync(part)} octets",
                _ => await part.ReadToEndAsync(maxBytes: 100),
            });
            seen.Append(';');
        }

        return seen.Append(await form.ReadPartAsync(aborted) is null ? "end" : "more").ToString();
    }

    [Post("/part-stream")]
    private static async Task<string> PartStream(MultipartReader form)
    {
        var part = await form.ReadPartAsync();
        using var reader = new StreamReader(part!.AsStream());
        return await reader.ReadToEndAsync();
    }

    [Post("/two-parts"), MaxContent(200)]
    private static async Task<int> TwoParts(MultipartReader form)
    {
        form.Limits = new MultipartLimits { MaxParts = 2 };
        var count = 0;
        await foreach (var part in form.ReadPartsAsync())
        {
            count++;
        }

        return count;
    }

    [Post("/misuse/{what}")]
    private static async Task<string> Misuse(string what, MultipartReader form)
    {
        var part = await form.ReadPartAsync();
        switch (what)
        {
            case "limits":
                form.Limits = MultipartLimits.Default;
                break;
            case "stale":
                _ = await form.ReadPartAsync();
                _ = await part!.ReadAsync();
                break;
            case "fields":
                _ = await form.ReadPartAsync();
                _ = part!.Fields.Count;
                break;
        }

        return "used";
    }

    private async Task<long> LengthAsync(MultipartPart part)
    {
        var length = 0L;
        while (await part.ReadAsync() is { IsEmpty: false } run)
        {
            length += run.Length;
            log.Add($"run:{run.Length}");
            await log.Gate.Task;
        }

        return length;
    }
}
