from tests.browser.addresses import COORDINATOR
def test_a(visitor):
  v=visitor("wide",login=COORDINATOR)
  for k in range(2):
    v.go("/reseau/medecins/1/")
    for w in (390,1280):
        v.page.set_viewport_size({"width":w,"height":844})
        print(w,v.page.evaluate("""()=>[document.documentElement.scrollWidth,window.innerWidth,document.documentElement.clientWidth,[...document.querySelectorAll('*')].filter(e=>e.getBoundingClientRect().right>window.innerWidth).map(e=>e.outerHTML.slice(0,150)+' '+e.getBoundingClientRect().right)]"""))
    v.page.screenshot(path="/tmp/rel/hb/doc.png",full_page=True)
  assert 0
