using Picard.EndToEnd.Tests.Programs;

namespace Picard.EndToEnd.Tests.Browsers;

/// <summary>The page of samples/Chat in a real browser: its handshake, its Origin, its compression, its close.</summary>
public sealed class ChatPageTests
{
    [BrowserFact]
    public async Task TwoTabs_HearEachOther_AndSeeTheServerStop()
    {
        await using var chat = SampleProcess.Start("Chat", null, "--urls", "http://127.0.0.1:0");
        var address = await chat.AddressAsync();
        await using var browser = await Chromium.StartAsync();
        using var ada = await browser.OpenAsync($"{address}/?room=tabs&name=Ada");
        await ada.UntilAsync("document.body?.dataset.state === 'open'");
        using var bob = await browser.OpenAsync($"{address}/?room=tabs&name=Bob");
        await bob.UntilAsync("document.body?.dataset.state === 'open'");
        await ada.UntilAsync(Shows("Bob is here."));

        await SayAsync(ada, "Hello, <b>Bob</b> & all");
        await bob.UntilAsync(Shows("Ada: Hello, <b>Bob</b> & all"));
        await SayAsync(bob, "Hello, Ada");
        await ada.UntilAsync(Shows("Bob: Hello, Ada"));

        chat.Signal(SampleProcess.Terminate);
        await ada.UntilAsync(Shows("The server has stopped."));
        await bob.UntilAsync(Shows("The server has stopped."));
        Assert.Equal((0, "", ""), await chat.EndAsync());
    }

    private static string Shows(string line) =>
        $"[...document.querySelectorAll('#lines li')].some(line => line.textContent === {System.Text.Json.JsonSerializer.Serialize(line)})";

    // As a person does: the text, then the button.
    private static async Task SayAsync(Tab tab, string text) => await tab.EvaluateAsync(
        $"document.getElementById('text').value = {System.Text.Json.JsonSerializer.Serialize(text)}; document.getElementById('send').click()");
}
